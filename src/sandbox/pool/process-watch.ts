import type { Logger } from '#platform'

import type { Isolation } from '../isolation/isolation.ts'
import type { Limits } from '../limits.ts'
import { ProcessorShare, type SharingProcess } from './processor-share.ts'

/** How often the memory of the processes is looked at, and what they do without a call, in milliseconds. */
const MEMORY_CHECK_MS = 200

/** How often their processor time is looked at, in milliseconds: for as long one may run that has used up its share. */
const PROCESSOR_CHECK_MS = 50

/** A process as its limits see it. */
export interface WatchedProcess extends SharingProcess {
  readonly residentBytes: number
  killForMemory(message: string): void
  /** Ends calls that are past their processor time. */
  checkProcessorTime(): void
  /** Ends it when it works with no call under way. */
  checkRest(): void
}

/** What is watched, and within which limits. */
export interface ProcessWatchParts {
  readonly limits: Pick<Limits, 'residentBytes' | 'processorShare' | 'callProcessorMs'>
  /** Those that there are at that moment. */
  readonly processes: () => readonly WatchedProcess[]
  readonly logger: Logger
}

/** Keeps what the processes of a component use together within its limits, by looking at them again and again. */
export class ProcessWatch {
  readonly #limits: Pick<Limits, 'residentBytes' | 'processorShare' | 'callProcessorMs'>
  readonly #processes: () => readonly WatchedProcess[]
  readonly #logger: Logger
  readonly #share: ProcessorShare
  #timers: readonly NodeJS.Timeout[] = []

  constructor({ limits, processes, logger }: ProcessWatchParts) {
    this.#limits = limits
    this.#processes = processes
    this.#logger = logger
    this.#share = new ProcessorShare(limits)
  }

  /** Begins, unless it has begun. */
  start({ endsWithHost }: Pick<Isolation, 'endsWithHost'>): void {
    if (this.#timers.length > 0) return
    const timers = [setInterval(() => this.#checkAll(), MEMORY_CHECK_MS)]
    if (Number.isFinite(this.#limits.processorShare)) {
      if (endsWithHost) timers.push(setInterval(() => this.#checkShare(), PROCESSOR_CHECK_MS))
      else this.#logger.warn({}, "A share of the processor cannot be kept here, see 'wassette doctor'")
    }
    if (Number.isFinite(this.#limits.callProcessorMs)) {
      timers.push(setInterval(() => this.#checkCalls(), PROCESSOR_CHECK_MS))
    }
    for (const timer of timers) timer.unref()
    this.#timers = timers
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#timers = []
  }

  #checkShare(): void {
    this.#share.check(this.#processes(), performance.now())
  }

  #checkCalls(): void {
    for (const process of this.#processes()) process.checkProcessorTime()
  }

  #checkAll(): void {
    for (const process of this.#processes()) process.checkRest()
    this.#checkMemory()
  }

  #checkMemory(): void {
    const { residentBytes } = this.#limits
    const sizes = this.#processes().map((process) => ({ process, bytes: process.residentBytes }))
    if (sizes.reduce((sum, { bytes }) => sum + bytes, 0) <= residentBytes) return
    const [biggest] = sizes.toSorted((a, b) => b.bytes - a.bytes)
    const limit = `${Math.round(residentBytes / 2 ** 20)} MiB`
    biggest?.process.killForMemory(`Its calls together took more than ${limit}, call again with less at once`)
  }
}
