import { CodedError, type Logger } from '#platform'

import { CompiledStore } from './compiled-store.ts'
import { ComponentPool } from './component-pool.ts'
import type { Invocation } from './component-process.ts'
import type { EgressSettings } from './egress/egress-settings.ts'
import { type ComponentFile, type Inspection, inspectComponent } from './inspect-component.ts'
import type { Isolation } from './isolation/isolation.ts'
import type { Limits } from './limits.ts'
import type { Outcome } from './outcome.ts'

/** What the sandbox works with. */
export interface SandboxSettings {
  /** A folder of ours for what is generated from components; all of it can be made again. */
  readonly cacheFolder: string
  /** Folders with the code of the transpiler, which an inspection process may read. */
  readonly toolFolders: readonly string[]
  readonly environment: readonly (readonly [string, string])[]
  readonly limits: Limits
  /** How the network is reached; by default as `DEFAULT_EGRESS` says. */
  readonly egress?: EgressSettings | undefined
  /** Finds the layer of the operating system; asked once, when the first process is started. */
  readonly findIsolation: () => Promise<Isolation>
  readonly logger: Logger
}

/** Runs components, each in processes of its own. */
export class Sandbox {
  readonly #settings: SandboxSettings
  readonly #store: CompiledStore
  readonly #pools = new Map<string, Promise<ComponentPool>>()
  #isolation: Promise<Isolation> | null = null
  #closed = false

  constructor(settings: SandboxSettings) {
    this.#settings = settings
    this.#store = new CompiledStore(settings.cacheFolder)
  }

  /** Removes what processes that died in the middle of their work have left. */
  sweep(): Promise<void> {
    return this.#store.sweep()
  }

  /** Reads a component's WIT and makes it ready to run. @throws CodedError as `inspectComponent` does */
  async inspect(
    file: ComponentFile,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Inspection> {
    const { toolFolders, logger } = this.#settings
    const isolation = await this.#findIsolation()
    return inspectComponent(file, {
      store: this.#store,
      toolFolders,
      isolation,
      logger,
      signal: options.signal,
    })
  }

  /** Runs one call. @throws CodedError when the component has to be made ready first and cannot be */
  async invoke(file: ComponentFile, invocation: Invocation, signal?: AbortSignal): Promise<Outcome> {
    const pool = await this.#poolOf(file)
    return pool.invoke(invocation, signal)
  }

  /** Makes a process ready for the first call. @throws CodedError as `invoke` does */
  async warmUp(file: ComponentFile): Promise<void> {
    const pool = await this.#poolOf(file)
    pool.warmUp()
  }

  /** Ends the processes of a component that is no longer wanted, once the calls under way are done. */
  drop(digest: string): void {
    void this.#pools.get(digest)?.then(
      (pool) => pool.drain(),
      () => {},
    )
    this.#pools.delete(digest)
  }

  /** Ends every process and every call. */
  async close(): Promise<void> {
    this.#closed = true
    for (const pool of await Promise.allSettled(this.#pools.values())) {
      if (pool.status === 'fulfilled') pool.value.close()
    }
    this.#pools.clear()
  }

  /** Calls that come while a component is made ready wait for the same pool. */
  #poolOf(file: ComponentFile): Promise<ComponentPool> {
    const known = this.#pools.get(file.digest)
    if (known !== undefined) return known
    const opening = this.#openPool(file)
    this.#pools.set(file.digest, opening)
    opening.catch(() => this.#pools.delete(file.digest))
    return opening
  }

  #findIsolation(): Promise<Isolation> {
    this.#isolation ??= this.#settings.findIsolation()
    return this.#isolation
  }

  async #openPool(file: ComponentFile): Promise<ComponentPool> {
    if (this.#closed) throw new CodedError('CLOSED', 'The sandbox is closed')
    const compiled = (await this.#store.find(file.digest)) ?? (await this.inspect(file)).compiled
    const { egress, environment, limits, logger } = this.#settings
    const isolation = await this.#findIsolation()
    return new ComponentPool(
      { digest: file.digest, folder: compiled.folder, egress, environment, limits, isolation },
      logger,
    )
  }
}
