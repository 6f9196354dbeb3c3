import { setTimeout } from 'node:timers/promises'

import type { Logger } from '#platform'

import type { Isolation } from '../isolation/isolation.ts'
import type { Limits } from '../limits.ts'
import { PATIENCE_MS } from './guest-activity.ts'
import { ProcessWatch, type WatchedProcess } from './process-watch.ts'
import { Turns } from './turns.ts'

/** Processes of one component that take calls, whatever rules each was started with. */
const MAX_TOGETHER = 4

type SharedLimits = Pick<
  Limits,
  'residentBytes' | 'processorShare' | 'concurrentCalls' | 'queuedCalls' | 'callMs'
>

/** A process as it is given up for others. */
interface GroupProcess extends WatchedProcess {
  /** Whether it takes a further call at all. */
  readonly isUsable: boolean
  /** Whether it only waits for a call. */
  readonly isIdle: boolean
  /** When its last call began. */
  readonly usedAt: number
  kill(): void
}

/** One set of rules of a component, as the others see it. */
export interface GroupMember {
  readonly limits: SharedLimits
  readonly processes: readonly GroupProcess[]
}

/**
 * What a component has once, however many of its tools have rules of their own: turns, places for processes, memory and a
 * share of the processor.
 *
 * A limit of a single tool narrows what the component may use, and is kept by the pool of that tool.
 */
export class ComponentGroup {
  readonly #members = new Set<GroupMember>()
  readonly turns = new Turns(this)
  readonly #watch: ProcessWatch
  /** One after the other, in the order in which they came: a place is taken when the process is there. */
  #starting: Promise<void> = Promise.resolve()

  constructor(logger: Logger) {
    this.#watch = new ProcessWatch({
      limits: this,
      // A member that is alone keeps the same limits itself.
      processes: () => (this.#members.size > 1 ? this.#processes : []),
      logger,
    })
  }

  get isEmpty(): boolean {
    return this.#members.size === 0
  }

  get residentBytes(): number {
    return this.#widest('residentBytes')
  }

  get processorShare(): number {
    return this.#widest('processorShare')
  }

  get concurrentCalls(): number {
    return this.#widest('concurrentCalls')
  }

  get queuedCalls(): number {
    return this.#widest('queuedCalls')
  }

  get callMs(): number {
    return this.#widest('callMs')
  }

  /** Of single calls, which their pools look after. */
  get callProcessorMs(): number {
    return Number.POSITIVE_INFINITY
  }

  join(member: GroupMember): void {
    this.#members.add(member)
  }

  leave(member: GroupMember): void {
    this.#members.delete(member)
    if (this.isEmpty) this.#watch.stop()
  }

  /**
   * Starts one more process when there is a place for it; one that has no call is given up for it, the one that was used least
   * recently. Rejects as `launch` does.
   */
  start(isolation: Pick<Isolation, 'endsWithHost'>, launch: () => Promise<void>): Promise<void> {
    const started = this.#starting.then(() => this.#untilPlace()).then(launch)
    this.#starting = started.catch(() => {})
    // Again: whether there is a share to keep can have changed with the members.
    this.#watch.stop()
    this.#watch.start(isolation)
    return started
  }

  async #untilPlace(): Promise<void> {
    while (!this.#makePlace()) await setTimeout(PATIENCE_MS)
  }

  #makePlace(): boolean {
    const usable = this.#processes.filter((process) => process.isUsable)
    if (usable.length < MAX_TOGETHER) return true
    const idle = usable.filter((process) => process.isIdle).toSorted((a, b) => a.usedAt - b.usedAt)
    idle[0]?.kill()
    return idle.length > 0
  }

  get #processes(): readonly GroupProcess[] {
    return [...this.#members].flatMap((member) => member.processes)
  }

  #widest(limit: keyof SharedLimits): number {
    return Math.max(0, ...[...this.#members].map(({ limits }) => limits[limit]))
  }
}
