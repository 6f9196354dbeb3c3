import { InputStream, type ByteSource } from '../io/input-stream.ts'
import { WitError } from '../wit-error.ts'
import type { HttpErrorCode } from './error-code.ts'
import type { Fields } from './fields.ts'
import { SettledOnce } from './settled-once.ts'

/** The trailers of a message, or why they did not come. */
export type TrailersResult =
  | { readonly tag: 'ok'; readonly val: Fields | undefined }
  | { readonly tag: 'err'; readonly val: HttpErrorCode }

/** A body as it arrives. */
export interface IncomingContent {
  readonly source: ByteSource
  /** Settles when the body has ended; never rejects. */
  readonly trailers: Promise<TrailersResult>
}

/** `wasi:http/types` `future-trailers` of 0.2. */
export class FutureTrailers extends SettledOnce<TrailersResult> {}

/** `wasi:http/types` `incoming-body` of 0.2. */
export class IncomingBody {
  readonly #content: IncomingContent
  #streamTaken = false
  #finished = false

  constructor(content: IncomingContent) {
    this.#content = content
  }

  /** The stream of the body, once. */
  stream(): InputStream {
    if (this.#streamTaken) throw new WitError(undefined)
    this.#streamTaken = true
    return new InputStream(this.#content.source)
  }

  static finish(body: IncomingBody): FutureTrailers {
    // Once handed on, trailers come only when nothing of the body is left to read.
    if (!body.#streamTaken) body.#content.source.close()
    body.#finished = true
    return new FutureTrailers(body.#content.trailers)
  }

  [Symbol.dispose](): void {
    if (!this.#streamTaken && !this.#finished) this.#content.source.close()
  }
}
