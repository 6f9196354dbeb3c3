import { constants } from 'node:fs'
import { rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { makeFolder, removeStaleTemporaries, temporaryName } from '#platform'

import { DESCRIPTION, GLUE, MAX_CORE_MODULES } from '../protocol/inspect-protocol.ts'
import { hashRegular, openRegular } from './regular-file.ts'

/** Part of every path, so that what an older version made is never read. */
export const COMPILED_LAYOUT = 'v7-jco-0.15.0'

const MANIFEST = 'manifest.json'

/** Below the cache folder; holds a folder for each version. */
export const COMPILED = 'compiled'

/** Files that are run or believed; without their hashes nothing vouches for them. */
const NECESSARY = [DESCRIPTION, GLUE]

/** A line of less than 200 characters for each file. */
const MAX_MANIFEST_BYTES = (NECESSARY.length + MAX_CORE_MODULES) * 200

/** Folders that are still being written. */
export const TEMPORARIES = 'tmp'

/** A component made ready to run: a folder with its description, `component.mjs` and its core modules. */
export interface CompiledComponent {
  readonly folder: string
}

interface Manifest {
  readonly files: Readonly<Record<string, string>>
}

/**
 * Generated glue and core modules, by the digest of the component they came from.
 *
 * All of it can be made again, so anything that does not verify is thrown away.
 */
export class CompiledStore {
  readonly #root: string

  /** @param root a folder of ours; made when needed */
  constructor(root: string) {
    this.#root = join(root, COMPILED, COMPILED_LAYOUT)
  }

  /** What is stored for a digest, or null when there is nothing or a file of it was changed since. */
  async find(digest: string): Promise<CompiledComponent | null> {
    const folder = this.#folderOf(digest)
    if (!(await isIntact(folder))) return null
    const now = new Date()
    // Tells a collection when it was last used; a read-only cache is no reason to fail.
    await utimes(join(folder, MANIFEST), now, now).catch(() => {})
    return { folder }
  }

  /** An empty folder to write into, to be handed to `keep` or `discard`. */
  async begin(): Promise<string> {
    const folder = join(this.#root, TEMPORARIES, temporaryName())
    await makeFolder(folder)
    return folder
  }

  /** Keeps what was written to a folder of `begin`, all of it or nothing; with the `sha256` of each file by its name. */
  async keep(
    folder: string,
    digest: string,
    hashes: ReadonlyMap<string, string>,
  ): Promise<CompiledComponent> {
    const manifest: Manifest = { files: Object.fromEntries(hashes) }
    await writeFile(join(folder, MANIFEST), JSON.stringify(manifest))
    const target = this.#folderOf(digest)
    try {
      await rename(folder, target)
    } catch (error) {
      // Somebody was quicker, or what lies there no longer verifies.
      const there = await this.find(digest)
      if (there !== null) return there
      await rm(target, { recursive: true })
      await rename(folder, target).catch(() => Promise.reject(error))
    }
    return { folder: target }
  }

  /** Removes the folders of processes that died before `keep`. */
  async sweep(): Promise<void> {
    await removeStaleTemporaries(join(this.#root, TEMPORARIES))
  }

  /** Removes a folder of `begin`. */
  async discard(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true })
  }

  #folderOf(digest: string): string {
    return join(this.#root, digest.replace(':', '-'))
  }
}

/** Whether a folder holds what was kept in it, every file with its bytes. */
export async function isIntact(folder: string): Promise<boolean> {
  try {
    const manifest = parseManifest(JSON.parse(await readManifest(join(folder, MANIFEST))))
    // A file swapped on disk would run with the trust of the component that was agreed to.
    for (const [name, expected] of Object.entries(manifest.files)) {
      if ((await hashRegular(join(folder, name))) !== expected) return false
    }
    return true
  } catch {
    return false
  }
}

async function readManifest(path: string): Promise<string> {
  await using file = await openRegular(path, constants.O_NOFOLLOW)
  if ((await file.stat()).size > MAX_MANIFEST_BYTES) throw new Error('Too long for a manifest')
  return file.readFile('utf8')
}

function parseManifest(value: unknown): Manifest {
  if (typeof value !== 'object' || value === null || !('files' in value)) throw new Error('No manifest')
  const { files } = value
  if (typeof files !== 'object' || files === null) throw new Error('No files')
  const entries = Object.entries(files).map(([name, hash]: [string, unknown]) => {
    if (!/^[\w.-]+$/.test(name) || typeof hash !== 'string') throw new Error(`Bad file '${name}'`)
    return [name, hash] as const
  })
  if (!NECESSARY.every((name) => Object.hasOwn(files, name))) throw new Error('Not all files')
  return { files: Object.fromEntries(entries) }
}
