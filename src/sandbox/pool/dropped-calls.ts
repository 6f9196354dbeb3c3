/** What a guest that only waits has to let go of a call, in milliseconds. */
const DROP_GRACE_MS = 100

/** Calls that a process was told to drop and has not let go of: it says so at once unless its guest computes. */
export class DroppedCalls {
  readonly #timers = new Map<number, NodeJS.Timeout>()

  get isEmpty(): boolean {
    return this.#timers.size === 0
  }

  /** @param onSilence called unless the process lets go in time */
  add(id: number, onSilence: () => void): void {
    this.#timers.set(id, setTimeout(onSilence, DROP_GRACE_MS))
  }

  /** The process has let go; false where it was not told to. */
  finish(id: number): boolean {
    clearTimeout(this.#timers.get(id))
    return this.#timers.delete(id)
  }

  /** Nobody waits any more. */
  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }
}
