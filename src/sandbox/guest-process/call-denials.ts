import { MAX_DENIALS, MAX_DENIED_CHARACTERS, type StorageAttempt } from '../protocol/component-protocol.ts'

/**
 * What one instance was denied, each attempt once and no more than a call may tell of.
 *
 * An instance is made before its call is known, so what it tries until then is kept back.
 */
export class CallDenials {
  readonly #attempts = new Map<string, StorageAttempt>()
  #sink: ((attempt: StorageAttempt) => void) | null = null

  /** Hands over everything, also what came before. */
  attach(sink: (attempt: StorageAttempt) => void): void {
    this.#sink = sink
    for (const attempt of this.#attempts.values()) sink(attempt)
  }

  add(attempt: StorageAttempt): void {
    const path = attempt.path.slice(0, MAX_DENIED_CHARACTERS)
    const key = `${attempt.access} ${path}`
    if (this.#attempts.has(key) || this.#attempts.size >= MAX_DENIALS) return
    const kept = { ...attempt, path }
    this.#attempts.set(key, kept)
    this.#sink?.(kept)
  }
}
