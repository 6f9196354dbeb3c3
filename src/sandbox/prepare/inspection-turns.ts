import { inspectionEnd } from './inspection-error.ts'

/** More than one at a time would let a few loads take the memory and the processors of a machine. */
const AT_ONCE = 1

/** Lets one inspection run at a time, whoever asks; the others wait in the order in which they came. */
export class InspectionTurns {
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** Whether the next one has to wait. */
  get isBusy(): boolean {
    return this.#running >= AT_ONCE
  }

  /** Waits for a turn; returns what ends it. @throws CodedError `CANCELLED` */
  async take(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted === true) throw inspectionEnd({ limit: 'cancelled' })
    if (this.isBusy) await this.#wait(signal)
    else this.#running += 1
    return () => this.#passOn()
  }

  #passOn(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running -= 1
    else next()
  }

  #wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const goOn = (): void => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const stop = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(goOn), 1)
        reject(inspectionEnd({ limit: 'cancelled' }))
      }
      signal?.addEventListener('abort', stop, { once: true })
      this.#waiting.push(goOn)
    })
  }
}
