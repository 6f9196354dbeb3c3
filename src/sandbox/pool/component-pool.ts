import { CodedError, type Logger } from '#platform'

import type { ComponentImage, Invocation } from './component-image.ts'
import type { ComponentGroup, GroupMember } from './component-group.ts'
import { ComponentProcess } from './component-process.ts'
import { PATIENCE_MS } from './guest-activity.ts'
import { ProcessWatch } from './process-watch.ts'
import { Turns } from './turns.ts'
import type { AllProcesses } from '../process/all-processes.ts'
import { sandboxProcessors } from '../process/sandbox-processors.ts'
import { Egress } from '../egress/egress.ts'
import { DEFAULT_EGRESS } from '../egress/egress-settings.ts'
import type { Limits } from '../limits.ts'
import type { Outcome } from '../outcome.ts'

/** Processes of one component at the same time. */
const MAX_PROCESSES = sandboxProcessors().perComponent

/** A process without a call for so long is ended; the next call starts one again. */
const IDLE_MS = 5 * 60_000

/** Where a component lies ready to run, and what its processes are confined by. */
export type PreparedComponent = Pick<ComponentImage, 'folder' | 'isolation'>

/** A component whose processes are started on demand. */
export type PooledComponent = Omit<ComponentImage, keyof PreparedComponent> & {
  /** Verifies its files, or makes them anew. Asked before each process: they can change while none runs. */
  readonly prepare: () => Promise<PreparedComponent>
}

/** What a pool works with. */
export interface ComponentPoolParts {
  readonly logger: Logger
  /** All pools of the same component. */
  readonly group: ComponentGroup
  /** The processes of all components. */
  readonly all: AllProcesses
}

/** The sandbox processes of one component under one set of rules: as few as do the work, none while nobody calls. */
export class ComponentPool implements GroupMember {
  readonly #component: PooledComponent
  readonly #parts: ComponentPoolParts
  readonly #egress: Egress
  #processes: ComponentProcess[] = []
  readonly #turns: Turns
  /** Calls that wait for a process to be free, in order. */
  readonly #waiting = new Set<() => void>()
  #launching: Promise<void> | null = null
  #draining = false
  readonly #closing = new AbortController()
  readonly #closed = Promise.withResolvers<void>()
  readonly #watch: ProcessWatch
  #idleTimer: NodeJS.Timeout | null = null

  constructor(component: PooledComponent, parts: ComponentPoolParts) {
    this.#component = component
    this.#parts = parts
    parts.group.join(this)
    this.#turns = new Turns(component.limits)
    this.#watch = new ProcessWatch({
      limits: component.limits,
      processes: () => this.#processes,
      logger: parts.logger,
    })
    const { egress = DEFAULT_EGRESS, limits } = component
    this.#egress = new Egress({ ...egress, responseBytes: limits.responseBytes })
  }

  get limits(): Limits {
    return this.#component.limits
  }

  get processes(): readonly ComponentProcess[] {
    return this.#processes
  }

  /** Runs one call. @throws CodedError when the component cannot be made ready */
  async invoke(invocation: Invocation, signal?: AbortSignal): Promise<Outcome> {
    if (signal?.aborted === true) return { kind: 'cancelled' }
    const turn = await this.#turns.take(signal)
    if (turn !== 'taken') return { kind: turn }
    this.#stopIdleTimer()
    try {
      // Who waited meanwhile is not to ask a group that is empty by now, and allows nothing.
      if (this.#closing.signal.aborted) throw new CodedError('CLOSED', 'The component is closed')
      return await this.#runInTurn(invocation, signal)
    } finally {
      this.#passTurnOn()
    }
  }

  /** Other tools of the component may have taken what it may run at once. */
  async #runInTurn(invocation: Invocation, signal?: AbortSignal): Promise<Outcome> {
    const { turns } = this.#parts.group
    const turn = await turns.take(signal)
    if (turn !== 'taken') return { kind: turn }
    try {
      return await this.#run(invocation, signal)
    } finally {
      turns.passOn()
    }
  }

  /** Lets the calls under way finish and ends; resolves then. */
  drain(): Promise<void> {
    this.#draining = true
    if (this.#turns.running === 0) this.close()
    return this.#closed.promise
  }

  /** Ends every process and every call in it. */
  close(): void {
    this.#closing.abort()
    this.#endProcesses()
    this.#parts.group.leave(this)
    this.#closed.resolve()
  }

  #endProcesses(): void {
    this.#stopIdleTimer()
    this.#watch.stop()
    for (const process of this.#processes.splice(0)) process.kill()
    this.#egress.close()
    this.#component.state?.state.close()
  }

  #passTurnOn(): void {
    this.#turns.passOn()
    if (this.#turns.running > 0) return
    if (this.#draining) this.close()
    else this.#armIdleTimer()
  }

  async #run(invocation: Invocation, signal?: AbortSignal): Promise<Outcome> {
    for (;;) {
      if (signal?.aborted === true) return { kind: 'cancelled' }
      const process = this.#chooseProcess()
      if (process === 'wait') await this.#whenFree()
      else if (process === 'launch') await orAborted(this.#launch(), signal)
      else return process.invoke(invocation, signal)
    }
  }

  /** The first process that is free, or likely to be in a moment; else a new one, or the least loaded of as many as there may be. */
  #chooseProcess(): ComponentProcess | 'wait' | 'launch' {
    this.#forgetClosed()
    const usable = this.#processes.filter((process) => process.isUsable)
    const free = usable.find((process) => process.isFree)
    if (free !== undefined) return free
    if (usable.some((process) => process.isWorthWaitingFor)) return 'wait'
    if (usable.length < MAX_PROCESSES) return 'launch'
    return usable.toSorted((a, b) => a.load - b.load)[0] ?? 'launch'
  }

  /** Resolves when a process is free for this call, or it has waited long enough to look again. */
  #whenFree(): Promise<void> {
    return new Promise((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(goOn)
        resolve()
      }
      const timer = setTimeout(goOn, PATIENCE_MS)
      this.#waiting.add(goOn)
    })
  }

  #newProcess(image: ComponentImage): ComponentProcess {
    const wakeOne = (): void => this.#waiting.values().next().value?.()
    return new ComponentProcess(image, { logger: this.#parts.logger, egress: this.#egress, onFree: wakeOne })
  }

  #forgetClosed(): void {
    this.#processes = this.#processes.filter((process) => !process.isClosed)
  }

  /** Calls that come while a process is started wait for the same one. */
  #launch(): Promise<void> {
    this.#launching ??= this.#addProcess().finally(() => {
      this.#launching = null
    })
    return this.#launching
  }

  async #addProcess(): Promise<void> {
    const { prepare, ...image } = this.#component
    const prepared = await prepare()
    await this.#parts.group.start(prepared.isolation, () => this.#startProcess({ ...image, ...prepared }))
  }

  async #startProcess(image: ComponentImage): Promise<void> {
    await this.#parts.all.room(this.#closing.signal)
    if (this.#closing.signal.aborted) throw new CodedError('CLOSED', 'The component is closed')
    const process = this.#newProcess(image)
    this.#processes.push(process)
    this.#parts.all.add(process)
    this.#watch.start(image.isolation)
  }

  #armIdleTimer(): void {
    this.#stopIdleTimer()
    this.#idleTimer = setTimeout(() => this.#endProcesses(), IDLE_MS)
    this.#idleTimer.unref()
  }

  #stopIdleTimer(): void {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer)
    this.#idleTimer = null
  }
}

/** Settles with `work`, or when nobody waits for it any more. */
function orAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work
  const aborted = Promise.withResolvers<void>()
  const stop = (): void => aborted.resolve()
  signal.addEventListener('abort', stop)
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', stop))
}
