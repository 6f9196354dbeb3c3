import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { makeFolder, writeFileAtomically } from '#platform'

import { hexOf, isSha256Digest, sha256Of, type Sha256Digest } from '../digest.ts'
import { storeError } from './store-error.ts'

/** What a reference led to the last time. */
export interface ReferenceRecord {
  /** As it is shown: `host/repository:tag`. */
  readonly reference: string
  readonly mediaType: string
  /** Of the manifest. */
  readonly digest: Sha256Digest
  readonly size: number
}

const Record = z.object({
  reference: z.string(),
  mediaType: z.string(),
  digest: z.custom<Sha256Digest>(isSha256Digest),
  size: z.number().int().nonnegative(),
})

/**
 * Notes what a reference led to, in a file of its own, and writes `index.json` anew from all of them.
 *
 * The index makes the store readable for skopeo and oras; nothing here reads it, so a lost race costs nothing.
 * @throws CodedError `STORE_FULL`, `STORE_NOT_WRITABLE`
 */
export async function recordReference(storeDir: string, record: ReferenceRecord): Promise<void> {
  const folder = join(storeDir, 'refs')
  const path = join(folder, `${hexOf(sha256Of(Buffer.from(record.reference)))}.json`)
  const content = `${JSON.stringify(record)}\n`
  if ((await readFile(path, 'utf8').catch(() => null)) === content) return
  try {
    await makeFolder(folder)
    await writeFileAtomically(path, content)
    await writeFileAtomically(join(storeDir, 'index.json'), await buildIndex(folder))
  } catch (error) {
    throw storeError(error, storeDir)
  }
}

async function buildIndex(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const records = await Promise.all(names.map((name) => readRecord(join(folder, name))))
  const manifests = records
    .filter((record) => record !== null)
    .map(({ reference, mediaType, digest, size }) => ({
      mediaType,
      digest,
      size,
      annotations: { 'org.opencontainers.image.ref.name': reference },
    }))
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  return `${JSON.stringify({ schemaVersion: 2, mediaType, manifests })}\n`
}

async function readRecord(path: string): Promise<ReferenceRecord | null> {
  try {
    return Record.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}
