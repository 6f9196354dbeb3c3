import type { Limits } from '../limits.ts'

/** What came of asking for a turn. */
export type Turn = 'taken' | 'busy' | 'cancelled'

/** The calls of one component that run at once, and a queue with an end and a deadline for the rest. */
export class Turns {
  readonly #limits: Pick<Limits, 'concurrentCalls' | 'queuedCalls' | 'callMs'>
  readonly #queue: ((turn: Turn) => void)[] = []
  #running = 0

  constructor(limits: Pick<Limits, 'concurrentCalls' | 'queuedCalls' | 'callMs'>) {
    this.#limits = limits
  }

  /** Calls that have a turn. */
  get running(): number {
    return this.#running
  }

  /** Waits for a turn, for as long as a call may take; whoever takes one passes it on. */
  take(signal?: AbortSignal): Promise<Turn> | Turn {
    const { concurrentCalls, queuedCalls } = this.#limits
    if (this.#running >= concurrentCalls) {
      return this.#queue.length < queuedCalls ? this.#wait(signal) : 'busy'
    }
    this.#running++
    return 'taken'
  }

  /** Gives a turn to the call that has waited longest, if there is one. */
  passOn(): void {
    const next = this.#queue.shift()
    if (next === undefined) this.#running--
    else next('taken')
  }

  #wait(signal?: AbortSignal): Promise<Turn> {
    return new Promise((resolve) => {
      const end = (turn: Turn): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        const index = this.#queue.indexOf(end)
        if (index >= 0) this.#queue.splice(index, 1)
        resolve(turn)
      }
      const onAbort = (): void => end('cancelled')
      const timer = setTimeout(() => end('busy'), this.#limits.callMs)
      signal?.addEventListener('abort', onAbort)
      this.#queue.push(end)
    })
  }
}
