import { abortError } from './abort-error.ts'
import type { FetchOptions, FetchProgress } from './verified-artifact.ts'

type Work<T> = (options: Required<Pick<FetchOptions, 'signal' | 'onProgress'>>) => Promise<T>

interface Running<T> {
  readonly outcome: Promise<T>
  readonly controller: AbortController
  readonly listeners: Set<(progress: FetchProgress) => void>
  waiting: number
}

/** Joins equal work inside one process: who comes second waits for the first, and it ends when nobody waits any more. */
export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>()

  /** Runs `work`, or waits for the run of the same `key` that is under way. */
  async run(key: string, work: Work<T>, { signal, onProgress }: FetchOptions): Promise<T> {
    if (signal?.aborted) throw abortError(signal)
    const running = this.#running.get(key) ?? this.#start(key, work)
    const listener = onProgress ?? (() => {})
    running.listeners.add(listener)
    running.waiting += 1
    try {
      return await untilAborted(running.outcome, signal)
    } finally {
      running.listeners.delete(listener)
      running.waiting -= 1
      if (running.waiting === 0) await this.#abandon(key, running)
    }
  }

  #start(key: string, work: Work<T>): Running<T> {
    const controller = new AbortController()
    const listeners: Running<T>['listeners'] = new Set()
    const onProgress = (progress: FetchProgress): void => listeners.forEach((listen) => listen(progress))
    const outcome = work({ signal: controller.signal, onProgress })
    const running = { outcome, controller, listeners, waiting: 0 }
    this.#running.set(key, running)
    return running
  }

  /** Waits until the work has tidied up, so that a cancelled fetch leaves nothing when it returns. */
  async #abandon(key: string, running: Running<T>): Promise<void> {
    if (this.#running.get(key) === running) this.#running.delete(key)
    running.controller.abort()
    await running.outcome.catch(() => {})
  }
}

async function untilAborted<T>(outcome: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return outcome
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(abortError(signal))
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([outcome, promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
