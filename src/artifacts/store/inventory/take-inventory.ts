import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { assertNotCancelled, type Cancellable } from '#platform'

import { isSha256Digest, sha256Of, type Sha256Digest } from '../../digest.ts'
import { MAX_MANIFEST_BYTES } from '../../limits.ts'
import { readReferences, type StoredReference } from '../reference-records.ts'
import { parseStoreDocument, type StoreDocument } from './store-document.ts'

/** A blob without its bytes. */
export interface BlobEntry {
  readonly digest: Sha256Digest
  readonly size: number
  /** In milliseconds since 1970. */
  readonly lastUsed: number
  /** What it says when it is a manifest or an index whose bytes have their digest. */
  readonly document: StoreDocument | null
}

/** Everything that lies in a content store at one moment. */
export interface StoreInventory {
  readonly blobs: ReadonlyMap<Sha256Digest, BlobEntry>
  readonly references: readonly StoredReference[]
}

const OPENING_BRACE = 0x7b

/** Looks at every blob and every reference; a store that is not there is empty. @throws CodedError `CANCELLED` */
export async function takeInventory(storeDir: string, options: Cancellable = {}): Promise<StoreInventory> {
  // References first: one that comes while we look has blobs that are young.
  const references = await readReferences(storeDir)
  const folder = join(storeDir, 'blobs', 'sha256')
  const blobs = new Map<Sha256Digest, BlobEntry>()
  for (const name of (await readdir(folder).catch((): string[] => [])).toSorted()) {
    assertNotCancelled(options)
    const digest = `sha256:${name}`
    if (!isSha256Digest(digest)) continue
    const entry = await look(join(folder, name), digest)
    if (entry !== null) blobs.set(digest, entry)
  }
  return { blobs, references }
}

async function look(path: string, digest: Sha256Digest): Promise<BlobEntry | null> {
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile()) return null
  const { size, mtimeMs: lastUsed } = found
  return { digest, size, lastUsed, document: await readDocument(path, digest, size) }
}

async function readDocument(path: string, digest: Sha256Digest, size: number): Promise<StoreDocument | null> {
  if (size > MAX_MANIFEST_BYTES || !(await startsLikeJson(path))) return null
  const bytes = await readFile(path).catch(() => null)
  return bytes !== null && sha256Of(bytes) === digest ? parseStoreDocument(bytes) : null
}

/** Spares reading a component whole. */
async function startsLikeJson(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 0)
    return bytesRead === 1 && buffer[0] === OPENING_BRACE
  } catch {
    return false
  }
}
