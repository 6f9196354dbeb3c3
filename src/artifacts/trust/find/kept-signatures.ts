import type { Sha256Digest } from '../../digest.ts'
import { MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, MAX_SIGNATURE_MANIFEST_BYTES } from '../../limits.ts'
import type { Descriptor } from '../../oci/manifest.ts'
import { INDEX_TYPE } from '../../oci/media-types.ts'
import { indexEntries } from '../../oci/referrers/index-entries.ts'
import { referrersTag } from '../../oci/referrers/referrers-tag.ts'
import type { RepositoryName } from '../../references/repository-name.ts'
import type { BlobStore } from '../../store/blob-store.ts'
import { readReference, recordReference } from '../../store/reference-records.ts'
import type { FoundSignature } from '../verify/signature.ts'
import type { SignatureEntry, SignatureSource } from './signature-source.ts'

/**
 * The signatures of a manifest that were verified before, in the content store.
 *
 * They lie as the referrers of a registry without the API for them would: an index under the tag `sha256-<hex>`.
 */
export class KeptSignatures implements SignatureSource {
  readonly #store: BlobStore
  readonly #reference: string

  constructor(store: BlobStore, { registry, repository }: RepositoryName, manifestDigest: Sha256Digest) {
    this.#store = store
    this.#reference = `${registry}/${repository}:${referrersTag(manifestDigest)}`
  }

  async list(): Promise<readonly SignatureEntry[]> {
    return (await this.#entries()).map((manifest) => ({ manifest, isReferrer: false }))
  }

  readManifest({ digest }: Descriptor): Promise<Uint8Array | null> {
    return this.#store.read(digest, MAX_SIGNATURE_MANIFEST_BYTES)
  }

  readLayer({ digest }: Descriptor): Promise<Uint8Array | null> {
    return this.#store.read(digest, MAX_SIGNATURE_BYTES)
  }

  /** Notes that what is kept was used. @throws CodedError `STORE_FULL`, `STORE_NOT_WRITABLE` */
  async touch(): Promise<void> {
    const record = await readReference(this.#store.directory, this.#reference)
    if (record !== null) await recordReference(this.#store.directory, record)
  }

  /** Keeps a signature that was verified. @throws CodedError `STORE_FULL`, `STORE_NOT_WRITABLE` */
  async keep(signature: FoundSignature): Promise<void> {
    const known = await this.#entries()
    const entries = known.filter(({ digest }) => digest !== signature.manifest.digest)
    await this.#store.put(signature.kind === 'bundle' ? signature.bytes : signature.payload)
    await this.#store.put(signature.manifestBytes)
    const manifests = [...entries, signature.manifest]
    const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests }))
    const digest = await this.#store.put(index)
    const record = { reference: this.#reference, mediaType: INDEX_TYPE, digest, size: index.length }
    await recordReference(this.#store.directory, record)
  }

  async #entries(): Promise<readonly Descriptor[]> {
    const record = await readReference(this.#store.directory, this.#reference)
    const index = record && (await this.#store.read(record.digest, MAX_MANIFEST_BYTES))
    return index === null ? [] : indexEntries(index)
  }
}
