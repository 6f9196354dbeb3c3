/** Why an operation failed, in the words of the WASI package it belongs to. */
export type IoErrorCause =
  | { readonly kind: 'filesystem'; readonly code: string }
  | { readonly kind: 'http'; readonly code: unknown }
  | { readonly kind: 'network'; readonly code: string }
  | { readonly kind: 'other' }

/** `wasi:io/error` `error`. */
export class IoError {
  readonly #message: string
  readonly #cause: IoErrorCause

  constructor(message: string, cause: IoErrorCause = { kind: 'other' }) {
    this.#message = message
    this.#cause = cause
  }

  toDebugString(): string {
    return this.#message
  }

  /** For `filesystem-error-code` and `http-error-code`, which look behind the error. */
  static causeOf(error: IoError): IoErrorCause {
    return error.#cause
  }
}
