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
  /** Nobody reads on, neither bytes nor trailers. */
  cancel(): void
}

/** `wasi:http/types` `future-trailers` of 0.2. */
export class FutureTrailers extends SettledOnce<TrailersResult> {
  readonly #content: IncomingContent

  constructor(content: IncomingContent) {
    super(content.trailers)
    this.#content = content
  }

  [Symbol.dispose](): void {
    this.#content.cancel()
  }
}

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
    if (!body.#streamTaken) body.#content.source.close()
    body.#finished = true
    return new FutureTrailers(body.#content)
  }

  [Symbol.dispose](): void {
    if (!this.#finished) this.#content.cancel()
  }
}
