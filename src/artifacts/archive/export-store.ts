import { type Cancellable, CodedError } from '#platform'

import { sha256Of, type Sha256Digest } from '../digest.ts'
import { MANIFEST_TYPE } from '../oci/media-types.ts'
import type { BlobStore } from '../store/blob-store.ts'
import { mark } from '../store/inventory/mark.ts'
import { isWhole } from '../store/inventory/reach.ts'
import { subjectOfReference, type Start } from '../store/inventory/starts.ts'
import { type StoreInventory, takeInventory } from '../store/inventory/take-inventory.ts'
import type { ReferenceRecord } from '../store/reference-records.ts'
import { BUNDLE_NAME, bundleManifest, EMPTY_CONFIG, type LooseBlob } from './bundle-document.ts'
import { writeArchive } from './write-archive.ts'

/** What of a store goes into an archive. */
export interface ExportRequest extends Cancellable {
  /** As they are shown, `host/repository:tag`, with the manifest that each leads to. */
  readonly artifacts: readonly { readonly reference: string; readonly digest: Sha256Digest }[]
  /** Blobs that belong to no artifact. */
  readonly loose: readonly Sha256Digest[]
  /** What the archive says about itself. */
  readonly document: Uint8Array
  /** The time that every file gets, in seconds since 1970. */
  readonly modified: number
}

/**
 * Writes artifacts, and all that is said about them, into one tar archive of an image layout; the same content gives the same bytes.
 *
 * @throws CodedError `BUNDLE_INCOMPLETE`, `STORE_DAMAGED`, `BUNDLE_NOT_WRITABLE`, `CANCELLED`
 */
export async function exportStore(store: BlobStore, path: string, request: ExportRequest): Promise<void> {
  const inventory = await takeInventory(store.directory)
  const references = request.artifacts.map((artifact) => toRecord(inventory, artifact))
  const marks = mark(inventory, references.map(toStart))
  const about = inventory.references.filter(({ reference, digest }) => {
    const subject = subjectOfReference(reference)
    return subject !== null && marks.has(subject) && marks.has(digest)
  })
  const loose = request.loose.map((digest) => looseBlob(inventory, digest))
  const document = looseOf(request.document)
  const manifest = bundleManifest(looseOf(EMPTY_CONFIG), document, loose)
  const bundle = { reference: BUNDLE_NAME, mediaType: MANIFEST_TYPE, ...looseOf(manifest) }
  const stored = [...marks.keys(), ...request.loose].map((digest) => [digest, store.pathOf(digest)] as const)
  const made = [EMPTY_CONFIG, request.document, manifest].map((bytes) => [sha256Of(bytes), bytes] as const)
  await writeArchive(path, {
    references: [...references, ...about, bundle],
    blobs: new Map<Sha256Digest, string | Uint8Array>([...stored, ...made]),
    modified: request.modified,
    signal: request.signal,
  })
}

function toRecord(
  inventory: StoreInventory,
  { reference, digest }: ExportRequest['artifacts'][number],
): ReferenceRecord {
  const blob = inventory.blobs.get(digest)
  const document = blob?.document ?? null
  if (blob === undefined || document === null || !isWhole(inventory, digest)) throw incomplete(reference)
  return { reference, mediaType: document.mediaType ?? MANIFEST_TYPE, digest, size: blob.size }
}

function toStart({ reference, digest }: ReferenceRecord): Start {
  return { digest, reason: { kind: 'referenced', reference }, lastUsed: 0 }
}

function looseBlob({ blobs }: StoreInventory, digest: Sha256Digest): LooseBlob {
  const blob = blobs.get(digest)
  if (blob === undefined) throw incomplete(digest)
  return { digest, size: blob.size }
}

function looseOf(bytes: Uint8Array): LooseBlob {
  return { digest: sha256Of(bytes), size: bytes.length }
}

function incomplete(name: string): CodedError {
  const text = `The content store does not hold all of "${name}": load it where its registry can be reached, then export again`
  return new CodedError('BUNDLE_INCOMPLETE', text)
}
