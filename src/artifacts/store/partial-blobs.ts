import { constants } from 'node:fs'
import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { isStale, temporaryName } from '#platform'

import { hexOf, type Sha256Digest } from '../digest.ts'
import { systemCode } from './store-error.ts'

/** Ends the names of first parts of blobs whose download broke off; the digest of the whole stands before it. */
export const PARTIAL = '.partial'

/** Less is downloaded again sooner than it is hashed and asked for. */
const MIN_PARTIAL_BYTES = 1024 * 1024
const OLDEST_MS = 24 * 60 * 60 * 1000

/** The name of a blob that is being downloaded tells its digest, so that somebody can go on when its process was killed. */
const BEING_WRITTEN = /^([0-9a-f]{64})\.(\d+-.+)$/

/** A fresh name in `folder` for a blob that is being downloaded. */
export function downloadPath(folder: string, digest: Sha256Digest): string {
  return join(folder, `${hexOf(digest)}.${temporaryName()}`)
}

/** Takes over what there is of a blob, as `path`: of two processes that want it, one gets it. Null when there is nothing. */
export async function takePartial(
  folder: string,
  digest: Sha256Digest,
  path: string,
): Promise<FileHandle | null> {
  try {
    await rename(join(folder, hexOf(digest) + PARTIAL), path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
  try {
    // A link would make us write where somebody else wants it.
    const file = await open(path, constants.O_RDWR | constants.O_NOFOLLOW)
    if ((await file.stat()).isFile()) return file
    await file.close()
  } catch {
    // It cannot be gone on with.
  }
  await rm(path, { recursive: true, force: true })
  return null
}

/** Leaves a first part for whoever asks for the blob next, or removes it where it is not worth it. */
export async function leavePartial(path: string, digest: Sha256Digest): Promise<void> {
  const found = await stat(path).catch(() => null)
  const target = join(dirname(path), hexOf(digest) + PARTIAL)
  if (found === null || found.size < MIN_PARTIAL_BYTES) await rm(path, { force: true })
  else await rename(path, target).catch(() => rm(path, { force: true }))
}

/** Turns what killed processes have left into parts to go on with, and removes the rest of it. */
export async function tidyDownloads(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    // One that somebody else deals with at the same time, or that cannot be removed, harms nobody.
    await tidyOne(folder, name).catch(() => {})
  }
}

async function tidyOne(folder: string, name: string): Promise<void> {
  const path = join(folder, name)
  const [, hex, writer] = BEING_WRITTEN.exec(name) ?? []
  if (hex !== undefined && writer !== undefined) {
    if (isStale(writer)) await leavePartial(path, `sha256:${hex}`)
    return
  }
  const isOver = name.endsWith(PARTIAL) ? Date.now() - (await stat(path)).mtimeMs > OLDEST_MS : isStale(name)
  if (isOver) await rm(path, { recursive: true, force: true })
}
