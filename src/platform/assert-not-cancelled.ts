import { CodedError } from './coded-error.ts'

/** How long work may go on. */
export interface Cancellable {
  readonly signal?: AbortSignal | undefined
}

/** For work in steps that can be left between any two of them. @throws CodedError `CANCELLED` once the signal has fired */
export function assertNotCancelled({ signal }: Cancellable): void {
  if (signal?.aborted !== true) return
  throw new CodedError('CANCELLED', 'It was ended before it was complete: nothing is half done, run it again')
}
