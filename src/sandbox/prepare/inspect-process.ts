import type { Logger } from '#platform'

import type { Isolation } from '../isolation/isolation.ts'
import type { CountedProcess } from '../process/all-processes.ts'
import { SandboxProcess } from '../process/sandbox-process.ts'
import {
  type FromInspectProcess,
  INSPECT_FRAMES,
  parseFromInspectProcess,
  PARTS_AHEAD,
} from '../protocol/inspect-protocol.ts'
import { type InspectionLimits, processLimits } from './inspection-limits.ts'
import { inspectionEnd } from './inspection-error.ts'

/** Memory of jco's own tools while they work. */
const TOOL_MEMORY_BYTES = 2 * 1024 * 1024 * 1024

/** How often its memory and processor time are looked at, in milliseconds. */
const CHECK_MS = 100

/** What an inspection process is started with. */
export interface InspectLaunch {
  /** Folders with the code of the generator. */
  readonly toolFolders: readonly string[]
  readonly isolation: Isolation
  readonly logger: Logger
  readonly signal?: AbortSignal | undefined
}

/**
 * A process that reads a stranger's component and makes it ready to run.
 *
 * It reads and writes no file but its own code: what it is given and what it makes goes over the channel, where it can be counted.
 * A folder of its own would be one more thing to be careful with: links, pipes and millions of names could lie in it.
 */
export class InspectProcess implements CountedProcess, Disposable {
  /** It has work to do from its start to its end. */
  readonly isIdle = false
  readonly usedAt = performance.now()
  readonly #process: SandboxProcess
  readonly #queue: FromInspectProcess[] = []
  readonly #stops: (() => void)[] = []
  #failure: Error | null = null
  #isClosed = false
  #wake: () => void = () => {}

  constructor({ toolFolders, isolation, logger, signal }: InspectLaunch, limits: InspectionLimits) {
    const launch = {
      entry: 'inspect-main' as const,
      frames: INSPECT_FRAMES,
      readable: toolFolders,
      writable: [],
      memoryBytes: TOOL_MEMORY_BYTES,
      limits: processLimits(limits),
      isolation,
      logger,
    }
    this.#process = new SandboxProcess(launch, (message) => this.#take(message))
    void this.#process.ended.then((end) => this.#fail(inspectionEnd(end)))
    this.#watch(limits)
    if (signal !== undefined) this.#stopWith(signal)
  }

  get residentBytes(): number {
    return this.#process.residentBytes
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  killForMemory(message: string): void {
    this.#fail(inspectionEnd({ limit: 'all memory', message }))
  }

  kill(): void {
    this[Symbol.dispose]()
  }

  /** Resolves when it is gone. */
  get ended(): Promise<unknown> {
    return this.#process.ended
  }

  /** Sends a part of the file, once it has taken most of what came before. @throws CodedError when it is gone */
  async send(message: object): Promise<void> {
    await this.#process.sendInTurn(message)
    if (this.#failure !== null) throw this.#failure
  }

  /** What it says next. @throws CodedError when it is gone, or went past a limit */
  async next(): Promise<FromInspectProcess> {
    for (;;) {
      const message = this.#queue.shift()
      if (message !== undefined) return message
      if (this.#failure !== null) throw this.#failure
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    for (const stop of this.#stops) stop()
    this.#process.kill()
  }

  #take(message: unknown): void {
    const parsed = parseFromInspectProcess(message)
    // What does not wait for us to write is not our code.
    if (parsed === null || this.#queue.length > PARTS_AHEAD) {
      return this.#fail(inspectionEnd({ why: 'its answer makes no sense' }))
    }
    this.#queue.push(parsed)
    this.#wake()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#isClosed = true
    this.#process.kill()
    this.#wake()
  }

  #watch({ timeMs, processorMs, residentBytes }: InspectionLimits): void {
    const tooLong = setTimeout(() => this.#fail(inspectionEnd({ limit: 'time' })), timeMs)
    const check = setInterval(() => {
      if (this.#process.residentBytes > residentBytes) this.#fail(inspectionEnd({ limit: 'memory' }))
      if (this.#process.processorMs > processorMs) this.#fail(inspectionEnd({ limit: 'time' }))
    }, CHECK_MS)
    this.#stops.push(
      () => clearTimeout(tooLong),
      () => clearInterval(check),
    )
  }

  #stopWith(signal: AbortSignal): void {
    const stop = (): void => this.#fail(inspectionEnd({ limit: 'cancelled' }))
    signal.addEventListener('abort', stop)
    this.#stops.push(() => signal.removeEventListener('abort', stop))
    if (signal.aborted) stop()
  }
}
