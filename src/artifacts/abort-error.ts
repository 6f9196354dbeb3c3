import { CodedError } from '#platform'

/** What an abort means: the end of the time that was given (`TIMED_OUT`), or the caller's wish (`CANCELLED`). */
export function abortError(signal: AbortSignal): CodedError {
  if (signal.reason instanceof CodedError) return signal.reason
  if (signal.reason instanceof Error && signal.reason.name === 'TimeoutError') {
    return new CodedError('TIMED_OUT', 'The load took longer than the settings allow: try again later')
  }
  return closedError()
}

/** The caller, or the end of the server, has ended the work. */
export function closedError(): CodedError {
  return new CodedError('CANCELLED', 'The load was cancelled before it was complete; nothing was kept')
}
