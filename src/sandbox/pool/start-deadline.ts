/** How long a process may take to get its next instance ready: a start function may spin as well as a call. */
export class StartDeadline {
  readonly #startMs: number
  readonly #onPassed: () => void
  #timer: NodeJS.Timeout | undefined

  constructor(startMs: number, onPassed: () => void) {
    this.#startMs = startMs
    this.#onPassed = onPassed
  }

  /** From now on. */
  arm(): void {
    this.clear()
    this.#timer = setTimeout(this.#onPassed, this.#startMs)
    this.#timer.unref()
  }

  clear(): void {
    clearTimeout(this.#timer)
  }
}
