import { readFile } from 'node:fs/promises'

import { CodedError, isCodedError } from '#platform'

import { assertComponentPreamble } from '../component-preamble.ts'
import { download } from '../http/download.ts'
import type { HttpResponse } from '../http/http-request.ts'
import { MAX_POLICY_BYTES } from '../limits.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import { SharedWork } from '../shared-work.ts'
import type { BlobStore } from '../store/blob-store.ts'
import type { BlobWriter } from '../store/blob-writer.ts'
import type { StoredBlob } from '../store/stored-blob.ts'
import type { FetchOptions } from '../verified-artifact.ts'
import type { Descriptor } from './manifest.ts'
import type { RegistryClient } from './registry-client.ts'
import { refusedError, statusError } from './registry-error.ts'

/** What the fetcher is made of. */
export interface BlobFetcherParts {
  readonly client: RegistryClient
  readonly store: BlobStore
  readonly maxComponentBytes: number
}

/** A blob to fetch, and for whom. */
export interface WantedBlob {
  readonly name: RepositoryName
  readonly descriptor: Descriptor
  /** The reference as it is shown. */
  readonly subject: string
}

/** A blob, and whether mirrors are passed over. */
type PlacedBlob = WantedBlob & { readonly isAtOrigin: boolean }

type Check = (head: Uint8Array) => void

/** What a download ends with whose first part was of something else. */
const WRONG_BYTES: ReadonlySet<string> = new Set([
  'DIGEST_MISMATCH',
  'NOT_A_COMPONENT',
  'TOO_LARGE',
  'TRUNCATED',
])

/** Gets blobs from the content store or, once for all who ask at the same time, from their registry. */
export class BlobFetcher {
  readonly #parts: BlobFetcherParts
  readonly #downloads = new SharedWork<StoredBlob>()

  constructor(parts: BlobFetcherParts) {
    this.#parts = parts
  }

  /** The blob of a component. @throws CodedError `TOO_LARGE`, `NOT_A_COMPONENT`, `DIGEST_MISMATCH`, `TRUNCATED`, … */
  async fetchComponent(wanted: WantedBlob, options: FetchOptions): Promise<StoredBlob> {
    const check: Check = (head) => assertComponentPreamble(head, wanted.subject)
    assertSize(wanted, this.#parts.maxComponentBytes)
    const blob = await this.#fetch(wanted, check, options)
    check(blob.head)
    return blob
  }

  /** A blob of any kind, as large as a component may be. @throws CodedError `TOO_LARGE`, `DIGEST_MISMATCH`, `TRUNCATED`, … */
  async fetchAny(wanted: WantedBlob, options: FetchOptions): Promise<StoredBlob> {
    assertSize(wanted, this.#parts.maxComponentBytes)
    return this.#fetch(wanted, () => {}, options)
  }

  /** The text of a policy. @throws CodedError `TOO_LARGE`, `POLICY_INVALID`, `DIGEST_MISMATCH`, `TRUNCATED`, … */
  async fetchPolicy(wanted: WantedBlob, { signal }: FetchOptions): Promise<string> {
    const { descriptor, subject } = wanted
    if (descriptor.size > MAX_POLICY_BYTES) {
      throw new CodedError(
        'TOO_LARGE',
        `The policy of "${subject}" has ${descriptor.size} bytes where ${MAX_POLICY_BYTES} are allowed: ask its publisher for a shorter one`,
      )
    }
    const { path } = await this.#fetch(wanted, () => {}, { signal })
    const bytes = await readFile(path)
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      const text = `The policy of "${wanted.subject}" is not UTF-8 text: publish it again`
      throw new CodedError('POLICY_INVALID', text)
    }
  }

  /** A blob that is only kept, of at most `limit` bytes. @throws CodedError as `fetchComponent` */
  async fetchCompanion(wanted: WantedBlob, limit: number, { signal }: FetchOptions): Promise<void> {
    assertSize(wanted, limit)
    await this.#fetch(wanted, () => {}, { signal })
  }

  async #fetch(wanted: WantedBlob, check: Check, options: FetchOptions): Promise<StoredBlob> {
    const { name, descriptor, subject } = wanted
    const { digest, size } = descriptor
    const work = async (shared: FetchOptions): Promise<StoredBlob> => {
      return (await this.#parts.store.find(digest)) ?? (await this.#download(wanted, check, shared))
    }
    // The failure of one registry must not become that of another which has the same blob.
    const key = `${name.registry}/${name.repository}@${digest}:${size}`
    const blob = await this.#downloads.run(key, work, options)
    if (blob.size === size) return blob
    const text = `The manifest of "${subject}" says ${size} bytes of a blob that has ${blob.size}: publish it again`
    throw new CodedError('MANIFEST_INVALID', text)
  }

  #download(wanted: WantedBlob, check: Check, options: FetchOptions): Promise<StoredBlob> {
    const place = { repository: wanted.name, path: pathOf(wanted.descriptor) }
    return this.#parts.client.distrustingMirrors(place, (isAtOrigin) =>
      this.#downloadFrom({ ...wanted, isAtOrigin }, check, options),
    )
  }

  async #downloadFrom(wanted: PlacedBlob, check: Check, options: FetchOptions): Promise<StoredBlob> {
    const { store } = this.#parts
    const writer = await store.resumeBlob(wanted.descriptor)
    const isResumed = writer.size > 0
    try {
      return await this.#fill(writer, { wanted, check }, options)
    } catch (error) {
      if (!isResumed || !isCodedError(error) || !WRONG_BYTES.has(error.code)) throw error
    }
    // What an earlier download has left can have been wrong, and this registry right.
    return this.#fill(await store.startBlob(), { wanted, check }, options)
  }

  async #fill(
    unfinished: BlobWriter,
    { wanted, check }: { readonly wanted: PlacedBlob; readonly check: Check },
    options: FetchOptions,
  ): Promise<StoredBlob> {
    await using writer = unfinished
    const { descriptor, subject } = wanted
    const plan = {
      open: (offset: number) => this.#open(wanted, offset, options.signal),
      expectedSize: descriptor.size,
      limit: descriptor.size,
      message: `Downloading ${subject}`,
    }
    if (writer.size < descriptor.size || descriptor.size === 0) await download(plan, writer, options)
    check(writer.head)
    return await writer.commit(descriptor)
  }

  async #open(wanted: PlacedBlob, offset: number, signal?: AbortSignal): Promise<HttpResponse> {
    const { name, descriptor, isAtOrigin } = wanted
    const range = offset === 0 ? {} : { range: `bytes=${offset}-` }
    const query = { path: pathOf(descriptor), headers: range, isAtOrigin, signal }
    const { response, identity } = await this.#parts.client.get(name, query)
    switch (response.status) {
      case 200:
      case 206:
        return response
      case 401:
      case 403:
        await response.discard()
        throw refusedError(name, identity)
      case 404:
        await response.discard()
        throw new CodedError(
          'ARTIFACT_NOT_FOUND',
          `"${name.registry}/${name.repository}" lists the blob "${descriptor.digest}" but does not have it: publish it again`,
        )
      case 416:
        await response.discard()
        throw new CodedError(
          'TRUNCATED',
          `The blob "${descriptor.digest}" is shorter than its manifest says: publish it again`,
        )
      default:
        throw await statusError(response, name.registry)
    }
  }
}

function pathOf({ digest }: Descriptor): string {
  return `blobs/${digest}`
}

function assertSize({ descriptor, subject }: WantedBlob, limit: number): void {
  if (descriptor.size <= limit) return
  throw new CodedError(
    'TOO_LARGE',
    `"${subject}" has a layer of ${descriptor.size} bytes where ${limit} are allowed: raise the limit in the settings, or tell the publisher`,
  )
}
