import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { makeFolder, writeFileAtomically } from '#platform'

import { hexOf, isSha256Digest, sha256Of, type Sha256Digest } from '../digest.ts'
import { layoutName } from './layout-name.ts'
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
export function recordReference(storeDir: string, record: ReferenceRecord): Promise<void> {
  return recordReferences(storeDir, [record])
}

/** Notes many references, and writes `index.json` once. @throws CodedError as `recordReference` */
export async function recordReferences(storeDir: string, records: readonly ReferenceRecord[]): Promise<void> {
  try {
    let isChanged = false
    for (const record of records) isChanged = (await noteReference(storeDir, record)) || isChanged
    if (isChanged) await writeFileAtomically(join(storeDir, 'index.json'), await buildIndex(storeDir))
  } catch (error) {
    throw storeError(error, storeDir)
  }
}

/** False where it was noted before, and is only used once more. */
async function noteReference(storeDir: string, record: ReferenceRecord): Promise<boolean> {
  const path = recordPath(storeDir, record.reference)
  const content = `${JSON.stringify(record)}\n`
  if ((await readFile(path, 'utf8').catch(() => null)) === content) {
    const now = new Date()
    // Tells the clean-up when it was last used; a read-only store is no reason to fail.
    await utimes(path, now, now).catch(() => {})
    return false
  }
  await makeFolder(join(storeDir, 'refs'))
  await writeFileAtomically(path, content)
  return true
}

/** Forgets references and writes `index.json` without them. */
export async function forgetReferences(storeDir: string, references: readonly string[]): Promise<void> {
  if (references.length === 0) return
  for (const reference of references) await rm(recordPath(storeDir, reference), { force: true })
  await writeFileAtomically(join(storeDir, 'index.json'), await buildIndex(storeDir))
}

/** A reference and when it was last used, in milliseconds since 1970. */
export interface StoredReference extends ReferenceRecord {
  readonly lastUsed: number
}

/** Every reference that was noted, in the order of their files; damaged files are left out. */
export async function readReferences(storeDir: string): Promise<readonly StoredReference[]> {
  const folder = join(storeDir, 'refs')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
  const records = await Promise.all(names.map((name) => readRecord(join(folder, name))))
  return records.filter((record) => record !== null)
}

/** What a reference led to the last time, as `recordReference` noted it. */
export async function readReference(storeDir: string, reference: string): Promise<ReferenceRecord | null> {
  const record = await readRecord(recordPath(storeDir, reference))
  return record?.reference === reference ? record : null
}

function recordPath(storeDir: string, reference: string): string {
  return join(storeDir, 'refs', `${hexOf(sha256Of(Buffer.from(reference)))}.json`)
}

async function buildIndex(storeDir: string): Promise<string> {
  const manifests = (await readReferences(storeDir)).map(({ reference, mediaType, digest, size }) => ({
    mediaType,
    digest,
    size,
    annotations: { 'org.opencontainers.image.ref.name': layoutName(reference) },
  }))
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  return `${JSON.stringify({ schemaVersion: 2, mediaType, manifests })}\n`
}

async function readRecord(path: string): Promise<StoredReference | null> {
  try {
    const record = Record.parse(JSON.parse(await readFile(path, 'utf8')))
    return { ...record, lastUsed: (await stat(path)).mtimeMs }
  } catch {
    return null
  }
}
