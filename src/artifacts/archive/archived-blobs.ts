import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

import type { Cancellable } from '#platform'

import { isSha256Digest, type Sha256Digest } from '../digest.ts'
import { MAX_MANIFEST_BYTES } from '../limits.ts'
import { parseStoreDocument, type StoreDocument } from '../store/inventory/store-document.ts'
import type { BlobEntry } from '../store/inventory/take-inventory.ts'
import { invalidArchive } from './archive-error.ts'
import { chunksOf, readSmall } from './archived-bytes.ts'
import type { ArchivedFile } from './scan-archive.ts'

interface BlobLimits extends Cancellable {
  readonly path: string
  readonly maxBytes: number
}

/** Hashes every blob of an archive. @throws CodedError `BUNDLE_INVALID` when one is not what its name says, or too large */
export async function readArchivedBlobs(
  file: FileHandle,
  files: ReadonlyMap<string, ArchivedFile>,
  { path, maxBytes, signal }: BlobLimits,
): Promise<ReadonlyMap<Sha256Digest, BlobEntry>> {
  const blobs = new Map<Sha256Digest, BlobEntry>()
  for (const [name, place] of files) {
    const digest = name.replace(/^blobs\/sha256\//, 'sha256:')
    if (!isSha256Digest(digest)) continue
    if (place.size > maxBytes)
      throw invalidArchive(path, `its blob "${digest}" is larger than ${maxBytes} bytes`)
    const hash = createHash('sha256')
    for await (const chunk of chunksOf(file, place, { signal })) hash.update(chunk)
    if (`sha256:${hash.digest('hex')}` !== digest) {
      throw invalidArchive(path, `its blob "${digest}" has other bytes than its name says`)
    }
    blobs.set(digest, { digest, size: place.size, lastUsed: 0, document: await documentOf(file, place) })
  }
  return blobs
}

async function documentOf(file: FileHandle, place: ArchivedFile): Promise<StoreDocument | null> {
  const bytes = await readSmall(file, place, MAX_MANIFEST_BYTES)
  return bytes === null ? null : parseStoreDocument(bytes)
}
