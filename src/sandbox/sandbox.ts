import { CodedError, type Logger } from '#platform'

import { CompiledStore } from './prepare/compiled-store.ts'
import { ComponentGroup } from './pool/component-group.ts'
import { ComponentPool, type PreparedComponent } from './pool/component-pool.ts'
import type { Invocation } from './pool/component-image.ts'
import type { EgressSettings } from './egress/egress-settings.ts'
import type { ComponentFile } from './prepare/component-file.ts'
import { type Inspection, inspectComponent, type InspectOptions } from './prepare/inspect-component.ts'
import { InspectionTurns } from './prepare/inspection-turns.ts'
import type { Isolation } from './isolation/isolation.ts'
import { requireWall } from './isolation/require-wall.ts'
import type { Outcome } from './outcome.ts'
import { AllProcesses } from './process/all-processes.ts'
import { sandboxMemory } from './process/sandbox-memory.ts'
import type { Grants, SandboxedComponent } from './sandboxed-component.ts'
import type { StateGrant, StateStore } from './state/component-state.ts'

/** What the sandbox works with. */
export interface SandboxSettings {
  /** A folder of ours for what is generated from components; all of it can be made again. */
  readonly cacheFolder: string
  /** Folders with the code of the generator, which an inspection process may read. */
  readonly toolFolders: readonly string[]
  /** How the network is reached; by default as `DEFAULT_EGRESS` says. */
  readonly egress?: EgressSettings | undefined
  /** Finds the layer of the operating system; asked once, when the first process is started. */
  readonly findIsolation: () => Promise<Isolation>
  /** Keeps what components may keep; without it they may keep nothing. */
  readonly state?: StateStore | undefined
  /** What all sandbox processes may take together, in bytes; by default a share of the container or the machine. */
  readonly memoryBytes?: number | undefined
  readonly logger: Logger
}

/**
 * Pools of one component that are open for tools with rules of their own, beside the one for all others.
 *
 * The author can ask for rules for each of a thousand tools, and each pool keeps processes for the next call.
 */
const MAX_SCOPES = 4

/** A component, and whether it is granted files or network. */
interface WallUser {
  readonly id: string
  readonly grants: Pick<Grants, 'reachesOut'>
}

interface OpenedPool {
  /** The bytes and grants that it was opened for. */
  readonly version: string
  readonly pool: ComponentPool
}

/** Runs components, each in processes of its own. */
export class Sandbox {
  readonly #settings: SandboxSettings
  readonly #store: CompiledStore
  readonly #pools = new Map<string, OpenedPool>()
  /** By the id of the component. */
  readonly #groups = new Map<string, ComponentGroup>()
  /** Pools of components that were dropped and still have calls under way. */
  readonly #draining = new Set<ComponentPool>()
  readonly #closing = new AbortController()
  readonly #turns = new InspectionTurns()
  readonly #all: AllProcesses
  #isolation: Promise<Isolation> | null = null

  constructor(settings: SandboxSettings) {
    this.#settings = settings
    this.#all = new AllProcesses(settings.memoryBytes ?? sandboxMemory().bytes)
    this.#store = new CompiledStore(settings.cacheFolder)
  }

  /** Removes what processes that died in the middle of their work have left. */
  sweep(): Promise<void> {
    return this.#store.sweep()
  }

  /** Finds what every process needs before a call has to wait for it; a failure is for that call to tell. */
  lookAhead(): void {
    this.#findIsolation().catch(() => {})
  }

  /** Reads a component's WIT and makes it ready to run. @throws CodedError as `inspectComponent` does */
  async inspect(
    file: ComponentFile,
    { signal: cancelled, onWait }: Pick<InspectOptions, 'signal' | 'onWait'> = {},
  ): Promise<Inspection> {
    const { toolFolders, logger } = this.#settings
    const isolation = await this.#findIsolation()
    const signals = [this.#closing.signal, cancelled].filter((signal) => signal !== undefined)
    const signal = AbortSignal.any(signals)
    const own = { store: this.#store, turns: this.#turns, all: this.#all }
    return inspectComponent(file, { ...own, toolFolders, isolation, logger, signal, onWait })
  }

  /** Refuses a component that nothing but a wall may run, where there is none. @throws CodedError `WALL_MISSING` */
  async requireWall({ id, grants }: WallUser): Promise<void> {
    if (grants.reachesOut === true) requireWall(id, await this.#findIsolation())
  }

  /** Runs one call. @throws CodedError `WALL_MISSING`, and when the component has to be made ready first and cannot be */
  async invoke(
    component: SandboxedComponent,
    invocation: Invocation,
    signal?: AbortSignal,
  ): Promise<Outcome> {
    await this.requireWall(component)
    return this.#poolOf(component).invoke(invocation, signal)
  }

  /** Ends the processes of a component, in all its scopes, once the calls under way are done. */
  drop(id: string): void {
    for (const key of this.#pools.keys()) if (key === id || key.startsWith(keyOf(id, ''))) this.#retire(key)
  }

  /** Ends every process and every call. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#all.close()
    const pools = [...this.#pools.values()].map(({ pool }) => pool)
    for (const pool of [...pools, ...this.#draining]) pool.close()
    this.#pools.clear()
  }

  /** Other bytes or grants open a new pool; the old one finishes its calls. */
  #poolOf(component: SandboxedComponent): ComponentPool {
    if (this.#closing.signal.aborted) throw new CodedError('CLOSED', 'The sandbox is closed')
    const version = JSON.stringify([component.file.digest, component.source, component.grants])
    const key = component.scope === null ? component.id : keyOf(component.id, component.scope)
    const known = this.#pools.get(key)
    const isCurrent = known?.version === version
    if (!isCurrent) this.#retire(key)
    const opened = isCurrent ? known : { version, pool: this.#openPool(component) }
    // Put last: pools are in order of use.
    this.#pools.delete(key)
    this.#pools.set(key, opened)
    if (component.scope !== null) this.#retireScopes(component.id)
    return opened.pool
  }

  #retireScopes(id: string): void {
    const scoped = [...this.#pools.keys()].filter((key) => key.startsWith(keyOf(id, '')))
    for (const key of scoped.slice(0, -MAX_SCOPES)) this.#retire(key)
  }

  #retire(key: string): void {
    const pool = this.#pools.get(key)?.pool
    if (pool === undefined) return
    this.#pools.delete(key)
    this.#draining.add(pool)
    void pool.drain().then(() => this.#draining.delete(pool))
  }

  #openPool(component: SandboxedComponent): ComponentPool {
    const { file, grants } = component
    const { egress, logger } = this.#settings
    const prepare = () => this.#prepare(file)
    const state = this.#openState(component)
    const group = this.#groupOf(component.id)
    return new ComponentPool(
      { ...grants, digest: file.digest, egress, state, prepare },
      { logger, group, all: this.#all },
    )
  }

  #groupOf(id: string): ComponentGroup {
    for (const [known, group] of this.#groups) if (group.isEmpty) this.#groups.delete(known)
    const group = this.#groups.get(id) ?? new ComponentGroup(this.#settings.logger)
    this.#groups.set(id, group)
    return group
  }

  #openState({ id, source, grants: { stateBytes } }: SandboxedComponent): StateGrant | undefined {
    const { state } = this.#settings
    if (state === undefined || stateBytes === undefined) return undefined
    return { state: state.open({ id, source }), quotaBytes: stateBytes }
  }

  async #prepare(file: ComponentFile): Promise<PreparedComponent> {
    const compiled = (await this.#store.find(file.digest)) ?? (await this.inspect(file)).compiled
    return { folder: compiled.folder, isolation: await this.#findIsolation() }
  }

  #findIsolation(): Promise<Isolation> {
    this.#isolation ??= this.#settings.findIsolation()
    return this.#isolation
  }
}

/** No id has a NUL in it. */
function keyOf(id: string, scope: string): string {
  return `${id}\0${scope}`
}
