import type { ArtifactSettings } from './artifact-settings.ts'
import type { KnownComponent } from './component-list/known-component.ts'
import type { FetchedArtifact, FetcherParts } from './fetcher.ts'
import { fetchFile } from './file-fetcher.ts'
import { DEFAULT_TIMEOUTS } from './http/http-settings.ts'
import { findKeptFile } from './kept-file.ts'
import { DEFAULT_MAX_COMPONENT_BYTES } from './limits.ts'
import { parseReference } from './references/parse-reference.ts'
import type { Reference } from './references/reference.ts'
import type { Registries } from './registries.ts'
import type { RemoteFetchers } from './remote-fetchers.ts'
import { BlobStore } from './store/blob-store.ts'
import type { Signatures } from './trust/signatures.ts'
import type { FetchOptions, Resolution, VerifiedArtifact } from './verified-artifact.ts'

/** From references to verified bytes. */
export interface Artifacts extends AsyncDisposable {
  /**
   * Brings what a reference names into the content store and checks that it is a component.
   *
   * @throws CodedError with one sentence that says what is wrong and what to do
   */
  fetchArtifact(reference: string, options?: FetchOptions): Promise<VerifiedArtifact>
  /** What else can be done at registries; nothing is connected yet. @throws CodedError `CA_FILE_INVALID` */
  registries(): Promise<Registries>
  /** Who made artifacts; nothing is connected yet. @throws CodedError `CA_FILE_INVALID` */
  signatures(): Promise<Signatures>
  /**
   * What a reference leads to now: the manifest of an artifact, by one request, or else the file itself, which is brought
   * into the content store. @throws CodedError as `fetchArtifact`
   */
  resolve(reference: string, options?: FetchOptions): Promise<Resolution>
  /** The components of the list that the settings name. @throws CodedError as `ComponentList.read` */
  knownComponents(options?: Pick<FetchOptions, 'signal'>): Promise<readonly KnownComponent[]>
  /** Ends every connection. */
  close(): Promise<void>
}

/** Creates the room's service; before the first fetch it only removes what killed processes have left. */
export function createArtifacts(settings: ArtifactSettings): Artifacts {
  return new ArtifactService(settings)
}

class ArtifactService implements Artifacts {
  readonly #settings: ArtifactSettings
  readonly #store: BlobStore
  readonly #tidied: Promise<void>
  #remote: Promise<RemoteFetchers> | undefined

  constructor(settings: ArtifactSettings) {
    this.#settings = settings
    this.#store = new BlobStore(settings.storeDir, settings.logger)
    this.#tidied = this.#store.tidy()
  }

  async fetchArtifact(reference: string, options: FetchOptions = {}): Promise<VerifiedArtifact> {
    const parsed = parseReference(reference)
    const fetched = await this.#fetch(parsed, { ...options, signal: this.#inTime(options.signal) })
    return { reference, ...fetched }
  }

  async knownComponents({ signal }: Pick<FetchOptions, 'signal'> = {}): Promise<readonly KnownComponent[]> {
    const { ComponentList } = await import('./component-list/component-list.ts')
    const { componentList = { source: null, cacheFolder: '' }, logger } = this.#settings
    const list = new ComponentList({
      ...componentList,
      logger,
      fetchDocument: async (...asked) => (await this.#connected()).fetchDocument(...asked),
    })
    return list.read(this.#inTime(signal))
  }

  async registries(): Promise<Registries> {
    const { registries } = await this.#connected()
    return registries
  }

  async signatures(): Promise<Signatures> {
    return (await this.#connected()).signatures
  }

  async resolve(reference: string, options: FetchOptions = {}): Promise<Resolution> {
    const parsed = parseReference(reference)
    if (parsed.kind === 'file' || parsed.kind === 'https') {
      return this.fetchArtifact(reference, { ...options, pinned: undefined })
    }
    const remote = await this.#connected()
    return remote.resolveOci(parsed, { ...options, signal: this.#inTime(options.signal) })
  }

  async close(): Promise<void> {
    await this.#tidied
    const remote = await this.#remote?.catch(() => undefined)
    await remote?.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #fetch(reference: Reference, options: FetchOptions): Promise<FetchedArtifact> {
    if (options.pinned !== undefined && (reference.kind === 'file' || reference.kind === 'https')) {
      const kept = await findKeptFile(reference, options.pinned, this.#store)
      if (kept !== null) return kept
    }
    if (reference.kind === 'file') return fetchFile(reference, this.#parts(), options)
    const remote = await this.#connected()
    return reference.kind === 'https'
      ? remote.fetchUrl(reference, options)
      : remote.fetchOci(reference, options)
  }

  #parts(): FetcherParts {
    const maxComponentBytes = this.#settings.maxComponentBytes ?? DEFAULT_MAX_COMPONENT_BYTES
    return { store: this.#store, maxComponentBytes }
  }

  #inTime(signal: AbortSignal | undefined): AbortSignal {
    const deadline = AbortSignal.timeout(this.#settings.timeouts?.totalMs ?? DEFAULT_TIMEOUTS.totalMs)
    return signal === undefined ? deadline : AbortSignal.any([signal, deadline])
  }

  #connected(): Promise<RemoteFetchers> {
    this.#remote ??= this.#connect().catch((error: unknown) => {
      // A certificate file can be put right while the server runs.
      this.#remote = undefined
      throw error
    })
    return this.#remote
  }

  /** Loaded on demand: the HTTP client and the parsers take 100 ms that a server start should not pay. */
  async #connect(): Promise<RemoteFetchers> {
    const { createRemoteFetchers } = await import('./remote-fetchers.ts')
    return createRemoteFetchers(this.#settings, this.#parts())
  }
}
