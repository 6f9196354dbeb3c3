import { WitError } from '../wit-error.ts'
import type { IoError } from './error.ts'

/** `wasi:io/streams` `stream-error`. */
export type StreamErrorPayload =
  | { readonly tag: 'last-operation-failed'; readonly val: IoError }
  | { readonly tag: 'closed' }

/** The stream has ended and stays so. */
export function streamClosed(): WitError<StreamErrorPayload> {
  return new WitError({ tag: 'closed' })
}

/** The operation failed for the reason that `error` tells. */
export function lastOperationFailed(error: IoError): WitError<StreamErrorPayload> {
  return new WitError({ tag: 'last-operation-failed', val: error })
}
