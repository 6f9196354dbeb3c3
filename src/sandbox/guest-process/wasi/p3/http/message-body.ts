import type { HttpErrorCode } from '../../http/error-code.ts'
import type { TrailersResult } from '../../http/incoming-body.ts'

/** Whether the body of a message reached the other side. */
export type Transmission = { readonly tag: 'ok'; readonly val: undefined } | Failure

interface Failure {
  readonly tag: 'err'
  readonly val: HttpErrorCode
}

/** The bytes of a body, read once or dropped. */
export interface BodyContents {
  chunks(): AsyncIterable<Uint8Array>
  drop(): void
}

/** What a consumer of a body is given. */
export type ConsumedBody = [contents: AsyncIterable<Uint8Array> | [], trailers: PromiseLike<TrailersResult>]

/** The body of a request or response of `wasi:http` 0.3: handed on once, or given up. */
export class MessageBody {
  readonly #contents: BodyContents | undefined
  readonly #trailers: PromiseLike<TrailersResult>
  readonly #transmission = Promise.withResolvers<Transmission>()
  #consumed = false

  constructor(contents: BodyContents | undefined, trailers: PromiseLike<TrailersResult>) {
    this.#contents = contents
    this.#trailers = trailers
  }

  /** Settles when somebody has read the body, or nobody will. */
  get transmission(): Promise<Transmission> {
    return this.#transmission.promise
  }

  /** Hands the body on; `received` is the reader's word on how that went. */
  consume(received: PromiseLike<Transmission>): ConsumedBody {
    this.#consumed = true
    this.#transmission.resolve(received)
    return [this.#contents?.chunks() ?? [], this.#trailers]
  }

  /** Nobody will read it: the guest that writes it, or waits for it, learns why. */
  giveUp(reason: HttpErrorCode): void {
    if (this.#consumed) return
    this.#consumed = true
    this.#contents?.drop()
    // jco has no way to let go of a future unread, and the guest that writes the trailers waits for a reader.
    this.#trailers.then(ignore, ignore)
    this.#transmission.resolve({ tag: 'err', val: reason })
  }
}

function ignore(): void {}
