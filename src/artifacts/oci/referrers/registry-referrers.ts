import { isCodedError } from '#platform'

import { sha256Of, type Sha256Digest } from '../../digest.ts'
import { readAnswer } from '../../http/read-answer.ts'
import { MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, MAX_SIGNATURE_MANIFEST_BYTES } from '../../limits.ts'
import type { RepositoryName } from '../../references/repository-name.ts'
import type { Descriptor } from '../manifest.ts'
import { ACCEPTED_MANIFESTS, INDEX_TYPE, MANIFEST_TYPE } from '../media-types.ts'
import type { RegistryClient } from '../registry-client.ts'
import { statusError } from '../registry-error.ts'
import { indexEntries, type IndexedReferrer } from './index-entries.ts'
import { referrersTag } from './referrers-tag.ts'

/** Whose referrers are looked for, and how to ask. */
export interface ReferrersQuery {
  readonly client: RegistryClient
  readonly repository: RepositoryName
  readonly manifestDigest: Sha256Digest
  readonly signal?: AbortSignal | undefined
}

/** What refers to a manifest in its registry: the union of the referrers API and the index that stands in for it. */
export class RegistryReferrers {
  readonly #query: ReferrersQuery
  readonly #manifests = new Map<Sha256Digest, Uint8Array>()

  constructor(query: ReferrersQuery) {
    this.#query = query
  }

  /** Each once. @throws CodedError when a place cannot be asked, as opposed to having nothing */
  async list(): Promise<readonly IndexedReferrer[]> {
    const { manifestDigest } = this.#query
    const wanted = { accept: INDEX_TYPE, limit: MAX_MANIFEST_BYTES }
    const indexes = await Promise.all([
      this.#get(`referrers/${manifestDigest}`, wanted),
      this.#get(`manifests/${referrersTag(manifestDigest)}`, wanted),
    ])
    const entries = indexes.flatMap((index) => (index === null ? [] : indexEntries(index)))
    return [...new Map(entries.map((entry) => [entry.digest, entry])).values()]
  }

  /** The manifest under a tag, or null. @throws CodedError as `list` */
  async manifestAt(tag: string): Promise<Descriptor | null> {
    const options = { accept: MANIFEST_TYPE, limit: MAX_SIGNATURE_MANIFEST_BYTES }
    const bytes = await this.#getIfSmall(`manifests/${tag}`, options)
    if (bytes === null) return null
    const digest = sha256Of(bytes)
    this.#manifests.set(digest, bytes)
    return { mediaType: MANIFEST_TYPE, digest, size: bytes.length }
  }

  /** The bytes of a manifest, checked against its digest; null when it is not there or too large. */
  async readManifest({ digest }: Descriptor): Promise<Uint8Array | null> {
    const known = this.#manifests.get(digest)
    if (known !== undefined) return known
    const options = { accept: ACCEPTED_MANIFESTS, limit: MAX_SIGNATURE_MANIFEST_BYTES }
    return onlyOf(digest, await this.#getIfSmall(`manifests/${digest}`, options))
  }

  /** The bytes of a layer, checked against its digest; null when it is not there or too large. */
  async readLayer({ digest, size }: Descriptor): Promise<Uint8Array | null> {
    if (size > MAX_SIGNATURE_BYTES) return null
    return onlyOf(digest, await this.#getIfSmall(`blobs/${digest}`, { accept: '*/*', limit: size }))
  }

  /** One document that is too large must not keep us from the others. */
  async #getIfSmall(path: string, options: Wanted): Promise<Uint8Array | null> {
    return this.#get(path, options).catch((error: unknown) => {
      if (isCodedError(error, 'TOO_LARGE')) return null
      throw error
    })
  }

  /** Registries without one of these places answer 404, 400, 405, or 403 for what they do not have. */
  async #get(path: string, { accept, limit }: Wanted): Promise<Uint8Array | null> {
    const { client, repository, signal } = this.#query
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
