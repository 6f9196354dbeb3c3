import { OutputStream } from '../io/output-stream.ts'
import { WitError } from '../wit-error.ts'
import type { Fields } from './fields.ts'
import type { OutgoingContent } from './outgoing-content.ts'

/** `wasi:http/types` `outgoing-body` of 0.2. */
export class OutgoingBody {
  readonly #content: OutgoingContent
  #written = false

  constructor(content: OutgoingContent) {
    this.#content = content
  }

  /** The stream of the body, once. */
  write(): OutputStream {
    if (this.#written) throw new WitError(undefined)
    this.#written = true
    return new OutputStream(this.#content)
  }

  static finish(body: OutgoingBody, trailers: Fields | undefined): void {
    body.#content.complete(trailers?.entries() ?? [])
  }

  [Symbol.dispose](): void {
    this.#content.abandon()
  }
}
