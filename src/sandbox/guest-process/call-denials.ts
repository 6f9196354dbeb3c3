import {
  MAX_DENIALS,
  MAX_DENIED_CHARACTERS,
  MAX_DENIED_KEY_CHARACTERS,
  type ProcessAttempt,
} from '../protocol/component-protocol.ts'

/**
 * What one instance was denied, each attempt once and no more than a call may tell of.
 *
 * An instance is made before its call is known, so what it tries until then is kept back.
 */
export class CallDenials {
  readonly #attempts = new Map<string, ProcessAttempt>()
  #sink: ((attempt: ProcessAttempt) => void) | null = null

  /** Hands over everything, also what came before. */
  attach(sink: (attempt: ProcessAttempt) => void): void {
    this.#sink = sink
    for (const attempt of this.#attempts.values()) sink(attempt)
  }

  add(attempt: ProcessAttempt): void {
    const kept = boundedAttempt(attempt)
    if (kept === null) return
    const name = kept.kind === 'storage' ? `${kept.access} ${kept.path}` : `see ${kept.key}`
    if (this.#attempts.has(name) || this.#attempts.size >= MAX_DENIALS) return
    this.#attempts.set(name, kept)
    this.#sink?.(kept)
  }
}

/** Null for the name of a variable that is too long: cut off it would be another. */
function boundedAttempt(attempt: ProcessAttempt): ProcessAttempt | null {
  if (attempt.kind === 'storage') return { ...attempt, path: attempt.path.slice(0, MAX_DENIED_CHARACTERS) }
  return attempt.key.length <= MAX_DENIED_KEY_CHARACTERS ? attempt : null
}
