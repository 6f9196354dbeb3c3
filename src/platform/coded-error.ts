import { visibleText } from './visible-text.ts'

/**
 * An error whose `code` is the contract: tests and callers look at the code, people read the message.
 *
 * A message starts with a capital, quotes values, has no full stop at its end and names the next step. It is one line whatever
 * it quotes: an id or a path with a line break in it would begin a sentence of its own.
 */
export class CodedError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(visibleText(message), options)
    this.name = 'CodedError'
    this.code = code
  }
}

/** Whether `error` is a `CodedError`, of that code when one is given. */
export function isCodedError(error: unknown, code?: string): error is CodedError {
  return error instanceof CodedError && (code === undefined || error.code === code)
}

/** One sentence about anything that was thrown. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
