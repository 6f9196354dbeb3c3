/** A later instance may take so many times what the first took with the process around it: the machine may be busier by then. */
const SLACK = 4

/** Any instance may take so long, in milliseconds, however fast the first was. */
const LEAST_MS = 1_000

/** How long a process may take to get its next instance ready: a start function may spin as well as a call. */
export class StartDeadline {
  readonly #startMs: number
  readonly #onPassed: () => void
  readonly #begunAt = performance.now()
  #allowedMs: number
  #timer: NodeJS.Timeout | undefined

  constructor(startMs: number, onPassed: () => void) {
    this.#startMs = startMs
    this.#allowedMs = startMs
    this.#onPassed = onPassed
  }

  /** From now on. */
  arm(): void {
    this.clear()
    this.#timer = setTimeout(this.#onPassed, this.#allowedMs)
    this.#timer.unref()
  }

  /**
   * The first instance is ready. What comes after a call takes no longer as a rule, and who was taken over goes on until the
   * deadline with no call.
   */
  learn(): void {
    const tookMs = performance.now() - this.#begunAt
    this.#allowedMs = Math.min(this.#startMs, Math.max(LEAST_MS, tookMs * SLACK))
  }

  clear(): void {
    clearTimeout(this.#timer)
  }
}
