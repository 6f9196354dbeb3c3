import type { Limits } from '../limits.ts'

/** Processor time that a start is given, in milliseconds: beside the share, and with no call under way. */
const FREE_START_MS = 5_000

/** What a process has used of the processor, and what of it is the doing of its guests. */
export class ProcessorUse {
  readonly #process: { readonly processorMs: number }
  #isOpen = false
  #startMs = 0
  /** What it had used when it was first looked at without a call; null while it has one. */
  #restedAt: number | null = null

  constructor(process: { readonly processorMs: number }) {
    this.#process = process
  }

  /** In milliseconds; 0 where the operating system does not tell. */
  get totalMs(): number {
    return this.#process.processorMs
  }

  /** What a call starts with, in milliseconds. Asked only where calls are limited: it reads files of the operating system. */
  startOf({ callProcessorMs }: Pick<Limits, 'callProcessorMs'>): number {
    return Number.isFinite(callProcessorMs) ? this.totalMs : 0
  }

  /** Without what its start has taken: Node and compiling are not the guest's doing. */
  get chargedMs(): number {
    const used = this.totalMs
    if (!this.#isOpen) this.#startMs = Math.min(used, FREE_START_MS)
    return used - this.#startMs
  }

  /** Its start is over. */
  open(): void {
    this.#isOpen = true
  }

  /** A call is under way. */
  work(): void {
    this.#restedAt = null
  }

  /** Whether it has used more since it has no call than the next instance takes; asked only while it has none. */
  isRestless(): boolean {
    const used = this.totalMs
    this.#restedAt ??= used
    return used - this.#restedAt > FREE_START_MS
  }
}
