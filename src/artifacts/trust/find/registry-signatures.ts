import { isCodedError } from '#platform'

import { sha256Of, type Sha256Digest } from '../../digest.ts'
import { readAnswer } from '../../http/read-answer.ts'
import { MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, MAX_SIGNATURE_MANIFEST_BYTES } from '../../limits.ts'
import type { Descriptor } from '../../oci/manifest.ts'
import { ACCEPTED_MANIFESTS, INDEX_TYPE, MANIFEST_TYPE } from '../../oci/media-types.ts'
import type { RegistryClient } from '../../oci/registry-client.ts'
import { statusError } from '../../oci/registry-error.ts'
import type { RepositoryName } from '../../repository-name.ts'
import { indexEntries } from './signature-manifest.ts'
import type { SignatureEntry, SignatureSource } from './signature-source.ts'
import { cosignTag, referrersTag } from './signature-tags.ts'

/** What the source is made of. */
export interface RegistrySignaturesParts {
  readonly client: RegistryClient
  readonly repository: RepositoryName
  readonly manifestDigest: Sha256Digest
  readonly signal?: AbortSignal | undefined
}

/**
 * The signatures of a manifest in its registry: the union of the referrers API, the index that stands in for it, and the tag of
 * cosign 2, since each tool writes to another of these places.
 */
export class RegistrySignatures implements SignatureSource {
  readonly #parts: RegistrySignaturesParts
  readonly #manifests = new Map<Sha256Digest, Uint8Array>()

  constructor(parts: RegistrySignaturesParts) {
    this.#parts = parts
  }

  /** @throws CodedError when a place cannot be asked, as opposed to having nothing */
  async list(): Promise<readonly SignatureEntry[]> {
    const { manifestDigest } = this.#parts
    const [byApi, byIndex, byTag] = await Promise.all([
      this.#get(`referrers/${manifestDigest}`, { accept: INDEX_TYPE, limit: MAX_MANIFEST_BYTES }),
      this.#get(`manifests/${referrersTag(manifestDigest)}`, {
        accept: INDEX_TYPE,
        limit: MAX_MANIFEST_BYTES,
      }),
      this.#manifestAt(cosignTag(manifestDigest)),
    ])
    const referrers = [byApi, byIndex].flatMap((index) => (index === null ? [] : indexEntries(index)))
    const entries = [
      ...(byTag === null ? [] : [{ manifest: byTag, isReferrer: false }]),
      ...referrers.map((manifest) => ({ manifest, isReferrer: true })),
    ]
    return [...new Map(entries.map((entry) => [entry.manifest.digest, entry])).values()]
  }

  async readManifest({ digest }: Descriptor): Promise<Uint8Array | null> {
    const known = this.#manifests.get(digest)
    if (known !== undefined) return known
    const options = { accept: ACCEPTED_MANIFESTS, limit: MAX_SIGNATURE_MANIFEST_BYTES }
    return onlyOf(digest, await this.#getIfSmall(`manifests/${digest}`, options))
  }

  async readLayer({ digest, size }: Descriptor): Promise<Uint8Array | null> {
    if (size > MAX_SIGNATURE_BYTES) return null
    return onlyOf(digest, await this.#getIfSmall(`blobs/${digest}`, { accept: '*/*', limit: size }))
  }

  async #manifestAt(tag: string): Promise<Descriptor | null> {
    const options = { accept: MANIFEST_TYPE, limit: MAX_SIGNATURE_MANIFEST_BYTES }
    const bytes = await this.#getIfSmall(`manifests/${tag}`, options)
    if (bytes === null) return null
    const digest = sha256Of(bytes)
    this.#manifests.set(digest, bytes)
    return { mediaType: MANIFEST_TYPE, digest, size: bytes.length }
  }

  /** One signature that is too large must not keep us from the others. */
  async #getIfSmall(path: string, options: Wanted): Promise<Uint8Array | null> {
    return this.#get(path, options).catch((error: unknown) => {
      if (isCodedError(error, 'TOO_LARGE')) return null
      throw error
    })
  }

  /** Registries without one of these places answer 404, 400, 405, or 403 for what they do not have. */
  async #get(path: string, { accept, limit }: Wanted): Promise<Uint8Array | null> {
    const { client, repository, signal } = this.#parts
    const { response } = await client.get(repository, { path, headers: { accept }, signal })
    if (response.status === 200) return readAnswer(response, limit)
    if (response.status === 429 || response.status >= 500)
      throw await statusError(response, repository.registry)
    await response.discard()
    return null
  }
}

interface Wanted {
  readonly accept: string
  /** In bytes. */
  readonly limit: number
}

/** Other bytes than were asked for are as good as none. */
function onlyOf(digest: Sha256Digest, bytes: Uint8Array | null): Uint8Array | null {
  return bytes !== null && sha256Of(bytes) === digest ? bytes : null
}
