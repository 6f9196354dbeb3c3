import type { Limits } from '../limits.ts'

/** Processor time that can be saved up, in milliseconds: a call that needs little is done before anything is stopped. */
const MAX_CREDIT_MS = 100

/** A process whose processor time is counted, and that can be stopped for a while. */
export interface SharingProcess {
  /** Processor time that counts; it never falls. */
  readonly chargedMs: number
  /** Stops it until whoever has paused it resumes it; called again while it is stopped. */
  pause(by: object): void
  resume(by: object): void
}

/**
 * Keeps processes within a share of the processor that they have in common: what is used beyond it is waited off, all of
 * them stopped.
 */
export class ProcessorShare {
  readonly #limits: Pick<Limits, 'processorShare'>
  /** Processor time that may be used now, in milliseconds; below zero it has to be waited off. */
  #credit = MAX_CREDIT_MS
  #lastCheck: number | null = null
  #isPaused = false
  readonly #usedBefore = new WeakMap<SharingProcess, number>()

  /** @param limits asked each time: those of several sets of rules change with them */
  constructor(limits: Pick<Limits, 'processorShare'>) {
    this.#limits = limits
  }

  /** Looks at what was used since the last time and stops or resumes them; to be called often. */
  check(processes: readonly SharingProcess[], now: number): void {
    const used = processes.reduce((sum, process) => sum + this.#usedSince(process), 0)
    const elapsed = now - (this.#lastCheck ?? now)
    const { processorShare } = this.#limits
    const earned = Number.isFinite(processorShare) ? processorShare * elapsed : MAX_CREDIT_MS + used
    this.#lastCheck = now
    this.#credit = Math.min(MAX_CREDIT_MS, this.#credit + earned - used)
    if (this.#credit < 0) this.#pause(processes)
    else if (this.#isPaused) this.#resume(processes)
  }

  #usedSince(process: SharingProcess): number {
    const before = this.#usedBefore.get(process) ?? 0
    // A process that has ended tells nothing any more.
    const after = Math.max(before, process.chargedMs)
    this.#usedBefore.set(process, after)
    return after - before
  }

  /** Again each time: one can have been started or resumed since. */
  #pause(processes: readonly SharingProcess[]): void {
    this.#isPaused = true
    for (const process of processes) process.pause(this)
  }

  #resume(processes: readonly SharingProcess[]): void {
    this.#isPaused = false
    for (const process of processes) process.resume(this)
  }
}
