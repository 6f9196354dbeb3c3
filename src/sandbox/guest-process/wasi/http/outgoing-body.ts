import { OutputStream, type ByteSink } from '../io/output-stream.ts'
import { ALWAYS_READY } from '../io/readiness.ts'
import { OUTPUT_PERMIT_BYTES } from '../limits.ts'
import { WitError } from '../wit-error.ts'
import type { Fields } from './fields.ts'

/** Takes and forgets: what no request carries goes nowhere. */
const DISCARDING_SINK: ByteSink = {
  ...ALWAYS_READY,
  capacity: () => OUTPUT_PERMIT_BYTES,
  write: () => {},
  flush: () => {},
  close: () => {},
}

/** `wasi:http/types` `outgoing-body` of 0.2. */
export class OutgoingBody {
  #written = false

  /** The stream of the body, once. */
  write(): OutputStream {
    if (this.#written) throw new WitError(undefined)
    this.#written = true
    return new OutputStream(DISCARDING_SINK)
  }

  static finish(_body: OutgoingBody, _trailers: Fields | undefined): void {}
}
