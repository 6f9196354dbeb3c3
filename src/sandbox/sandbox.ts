import { CodedError, type Logger } from '#platform'

import { CompiledStore } from './compiled-store.ts'
import { ComponentPool, type PreparedComponent } from './component-pool.ts'
import type { Invocation } from './component-process.ts'
import type { EgressSettings } from './egress/egress-settings.ts'
import { type ComponentFile, type Inspection, inspectComponent } from './inspect-component.ts'
import type { Isolation } from './isolation/isolation.ts'
import type { Outcome } from './outcome.ts'
import type { SandboxedComponent } from './sandboxed-component.ts'

/** What the sandbox works with. */
export interface SandboxSettings {
  /** A folder of ours for what is generated from components; all of it can be made again. */
  readonly cacheFolder: string
  /** Folders with the code of the transpiler, which an inspection process may read. */
  readonly toolFolders: readonly string[]
  /** How the network is reached; by default as `DEFAULT_EGRESS` says. */
  readonly egress?: EgressSettings | undefined
  /** Finds the layer of the operating system; asked once, when the first process is started. */
  readonly findIsolation: () => Promise<Isolation>
  readonly logger: Logger
}

<<<<<<< /work/main/src/sandbox/sandbox.ts
interface OpenedPool {
  /** The bytes and grants that it was opened for. */
  readonly version: string
  readonly pool: Promise<ComponentPool>
=======
interface OpenComponent {
  readonly pool: ComponentPool
  /** Where its file was last seen. */
  path: string
>>>>>>> /tmp/port.new
}

/** Runs components, each in processes of its own. */
export class Sandbox {
  readonly #settings: SandboxSettings
  readonly #store: CompiledStore
<<<<<<< /work/main/src/sandbox/sandbox.ts
  readonly #pools = new Map<string, OpenedPool>()
=======
  readonly #pools = new Map<string, OpenComponent>()
  /** Pools of components that were dropped and still have calls under way. */
  readonly #draining = new Set<ComponentPool>()
  readonly #closing = new AbortController()
>>>>>>> /tmp/port.new
  #isolation: Promise<Isolation> | null = null

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
    const signals = [this.#closing.signal, options.signal].filter((signal) => signal !== undefined)
    const signal = AbortSignal.any(signals)
    return inspectComponent(file, { store: this.#store, toolFolders, isolation, logger, signal })
  }

  /** Runs one call. @throws CodedError when the component has to be made ready first and cannot be */
<<<<<<< /work/main/src/sandbox/sandbox.ts
  async invoke(
    component: SandboxedComponent,
    invocation: Invocation,
    signal?: AbortSignal,
  ): Promise<Outcome> {
    const pool = await this.#poolOf(component)
    return pool.invoke(invocation, signal)
  }

  /** Ends the processes of a component, once the calls under way are done. */
  drop(id: string): void {
    this.#pools.get(id)?.pool.then(
      (pool) => pool.drain(),
      () => {},
    )
    this.#pools.delete(id)
=======
  async invoke(file: ComponentFile, invocation: Invocation, signal?: AbortSignal): Promise<Outcome> {
    return this.#poolOf(file).invoke(invocation, signal)
  }

  /** Makes a process ready for the first call. @throws CodedError as `invoke` does */
  async warmUp(file: ComponentFile): Promise<void> {
    await this.#poolOf(file).warmUp()
  }

  /** Ends the processes of a component that is no longer wanted, once the calls under way are done. */
  drop(digest: string): void {
    const pool = this.#pools.get(digest)?.pool
    if (pool === undefined) return
    this.#pools.delete(digest)
    this.#draining.add(pool)
    void pool.drain().then(() => this.#draining.delete(pool))
>>>>>>> /tmp/port.new
  }

  /** Ends every process and every call. */
  async close(): Promise<void> {
<<<<<<< /work/main/src/sandbox/sandbox.ts
    this.#closed = true
    const pools = [...this.#pools.values()].map(({ pool }) => pool)
    for (const opened of await Promise.allSettled(pools)) {
      if (opened.status === 'fulfilled') opened.value.close()
    }
    this.#pools.clear()
  }

  /** Calls that come while a component is made ready wait for the same pool; other bytes or grants open a new one. */
  #poolOf(component: SandboxedComponent): Promise<ComponentPool> {
    const version = JSON.stringify([component.file.digest, component.grants])
    const known = this.#pools.get(component.id)
    if (known?.version === version) return known.pool
    this.drop(component.id)
    const opened = { version, pool: this.#openPool(component) }
    this.#pools.set(component.id, opened)
    opened.pool.catch(() => {
      if (this.#pools.get(component.id) === opened) this.#pools.delete(component.id)
    })
    return opened.pool
=======
    this.#closing.abort()
    const pools = [...this.#pools.values()].map(({ pool }) => pool)
    for (const pool of [...pools, ...this.#draining]) pool.close()
    this.#pools.clear()
  }

  #poolOf(file: ComponentFile): ComponentPool {
    if (this.#closing.signal.aborted) throw new CodedError('CLOSED', 'The sandbox is closed')
    const known = this.#pools.get(file.digest)
    if (known !== undefined) {
      known.path = file.path
      return known.pool
    }
    const { egress, environment, limits, logger } = this.#settings
    const { digest } = file
    const prepare = () => this.#prepare({ digest, path: opened.path })
    const opened: OpenComponent = {
      pool: new ComponentPool({ digest, egress, environment, limits, prepare }, logger),
      path: file.path,
    }
    this.#pools.set(digest, opened)
    return opened.pool
  }

  async #prepare(file: ComponentFile): Promise<PreparedComponent> {
    const compiled = (await this.#store.find(file.digest)) ?? (await this.inspect(file)).compiled
    return { folder: compiled.folder, isolation: await this.#findIsolation() }
>>>>>>> /tmp/port.new
  }

  #findIsolation(): Promise<Isolation> {
    this.#isolation ??= this.#settings.findIsolation()
    return this.#isolation
  }
<<<<<<< /work/main/src/sandbox/sandbox.ts

  async #openPool({ file, grants }: SandboxedComponent): Promise<ComponentPool> {
    if (this.#closed) throw new CodedError('CLOSED', 'The sandbox is closed')
    const compiled = (await this.#store.find(file.digest)) ?? (await this.inspect(file)).compiled
    const { egress, logger } = this.#settings
    const isolation = await this.#findIsolation()
    return new ComponentPool(
      { ...grants, digest: file.digest, folder: compiled.folder, egress, isolation },
      logger,
    )
  }
=======
>>>>>>> /tmp/port.new
}
