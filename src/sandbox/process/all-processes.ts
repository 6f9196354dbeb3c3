import { setTimeout } from 'node:timers/promises'

const MIB = 1024 * 1024

/** How often memory is looked at, in milliseconds. */
const CHECK_MS = 200

/** How long a start waits before it looks for room again, in milliseconds. */
const WAIT_MS = 50

/** What a process takes once it has started, in bytes; one that has just begun to start will take it too. */
const START_BYTES = 96 * MIB

/** A sandbox process as it is counted with all others. */
export interface CountedProcess {
  /** As the operating system counts it; 0 where it does not tell. */
  readonly residentBytes: number
  readonly isClosed: boolean
  /** Whether it only waits for a call. */
  readonly isIdle: boolean
  /** When its last call began. */
  readonly usedAt: number
  kill(): void
  killForMemory(message: string): void
}

/**
 * All sandbox processes of a server, whatever component they belong to, and those that inspect one.
 *
 * Each component has limits of its own, but there may be any number of components: past the memory of a container its kernel
 * kills whom it likes, the server first.
 */
export class AllProcesses {
  readonly #memoryBytes: number
  #processes: readonly CountedProcess[] = []
  #timer: NodeJS.Timeout | undefined
  /** Starts get room in the order in which they came. */
  #starting: Promise<void> = Promise.resolve()

  /** @param memoryBytes what they may take together */
  constructor(memoryBytes: number) {
    this.#memoryBytes = memoryBytes
  }

  /** Waits until there is memory for one more, or nobody wants it any more; those without a call are given up for it. */
  room(signal?: AbortSignal): Promise<void> {
    this.#starting = this.#starting.then(() => this.#untilRoom(signal))
    return this.#starting
  }

  /** Counts a process until it is closed. */
  add(process: CountedProcess): void {
    this.#processes = [...this.#living(), process]
    this.#timer ??= setInterval(() => this.#check(), CHECK_MS).unref()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #untilRoom(signal?: AbortSignal): Promise<void> {
    while (!this.#hasRoom()) {
      if (signal?.aborted === true) return
      await setTimeout(WAIT_MS)
    }
  }

  /** One process may always be there: what cannot hold it would wait for ever. */
  #hasRoom(): boolean {
    return this.#fit(START_BYTES, START_BYTES) || this.#living().length === 0
  }

  #check(): void {
    if (this.#living().length === 0) return this.close()
    if (this.#fit(0)) return
    const [biggest] = this.#living().toSorted((a, b) => b.residentBytes - a.residentBytes)
    const limit = `${Math.round(this.#memoryBytes / MIB)} MiB`
    biggest?.killForMemory(`All components together took more than ${limit}, call again with less at once`)
  }

  /** Whether there are so many bytes left where each process takes `least`; gives up those without a call until there are. */
  #fit(bytes: number, least = 0): boolean {
    const living = this.#living().map((process) => ({
      process,
      size: Math.max(process.residentBytes, least),
    }))
    let taken = living.reduce((sum, { size }) => sum + size, bytes)
    const idle = living.filter(({ process }) => process.isIdle)
    for (const { process, size } of idle.toSorted((a, b) => a.process.usedAt - b.process.usedAt)) {
      if (taken <= this.#memoryBytes) break
      process.kill()
      taken -= size
    }
    return taken <= this.#memoryBytes
  }

  #living(): readonly CountedProcess[] {
    this.#processes = this.#processes.filter((process) => !process.isClosed)
    return this.#processes
  }
}
