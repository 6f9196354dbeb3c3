import type { Logger } from '#platform'

import { type ComponentImage, ComponentProcess, type Invocation } from './component-process.ts'
import { Egress } from './egress/egress.ts'
import { DEFAULT_EGRESS } from './egress/egress-settings.ts'
import type { Outcome } from './outcome.ts'

/** Processes of one component at the same time; more only help where there are more cores. */
const MAX_PROCESSES = 4

/** A process without a call for so long is ended; the next call starts one again. */
const IDLE_MS = 5 * 60_000

interface QueuedCall {
  readonly start: () => void
}

/** The sandbox processes of one component: as few as do the work, none while nobody calls. */
export class ComponentPool {
  readonly #image: ComponentImage
  readonly #logger: Logger
  readonly #egress: Egress
  #processes: ComponentProcess[] = []
  readonly #queue: QueuedCall[] = []
  #running = 0
  #draining = false
  #idleTimer: NodeJS.Timeout | null = null

  constructor(image: ComponentImage, logger: Logger) {
    this.#image = image
    this.#logger = logger
    this.#egress = new Egress(image.egress ?? DEFAULT_EGRESS)
  }

  /** Runs one call; never rejects. */
  async invoke(invocation: Invocation, signal?: AbortSignal): Promise<Outcome> {
    if (signal?.aborted === true) return { kind: 'cancelled' }
    const { concurrentCalls, queuedCalls } = this.#image.limits
    if (this.#running < concurrentCalls) this.#running++
    else if (this.#queue.length >= queuedCalls) return { kind: 'busy' }
    else if (!(await this.#waitForTurn(signal))) return { kind: 'cancelled' }
    this.#stopIdleTimer()
    try {
      return await this.#chooseProcess().invoke(invocation, signal)
    } finally {
      this.#passTurnOn()
    }
  }

  /** Starts a process, so that the first call finds it ready. */
  warmUp(): void {
    this.#processes = this.#processes.filter((process) => !process.isClosed)
    if (this.#processes.length === 0) this.#launch()
    this.#armIdleTimer()
  }

  /** Lets the calls under way finish and ends. */
  drain(): void {
    this.#draining = true
    if (this.#running === 0) this.close()
  }

  /** Ends every process and every call in it. */
  close(): void {
    this.#stopIdleTimer()
    for (const process of this.#processes.splice(0)) process.kill()
    this.#egress.close()
  }

  #passTurnOn(): void {
    const next = this.#queue.shift()
    if (next !== undefined) return next.start()
    this.#running--
    if (this.#running > 0) return
    if (this.#draining) this.close()
    else this.#armIdleTimer()
  }

  /** The first process that is free, a new one while there may be more, else the least loaded. */
  #chooseProcess(): ComponentProcess {
    this.#processes = this.#processes.filter((process) => !process.isClosed)
    const free = this.#processes.find((process) => process.isFree)
    if (free !== undefined) return free
    const [least] = this.#processes.toSorted((a, b) => a.load - b.load)
    return least === undefined || this.#processes.length < MAX_PROCESSES ? this.#launch() : least
  }

  #launch(): ComponentProcess {
    const process = new ComponentProcess(this.#image, this.#logger, this.#egress)
    this.#processes.push(process)
    return process
  }

  #waitForTurn(signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const entry: QueuedCall = {
        start: () => {
          signal?.removeEventListener('abort', onAbort)
          resolve(true)
        },
      }
      const onAbort = (): void => {
        const index = this.#queue.indexOf(entry)
        if (index >= 0) this.#queue.splice(index, 1)
        resolve(false)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#queue.push(entry)
    })
  }

  #armIdleTimer(): void {
    this.#stopIdleTimer()
    this.#idleTimer = setTimeout(() => this.close(), IDLE_MS)
    this.#idleTimer.unref()
  }

  #stopIdleTimer(): void {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer)
    this.#idleTimer = null
  }
}
