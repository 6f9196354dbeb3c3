import type { HttpErrorCode } from '../../http/error-code.ts'
import { Fields } from '../../http/fields.ts'
import type { TrailersResult } from '../../http/incoming-body.ts'
import { RequestHead, type Method, type Scheme } from '../../http/request-head.ts'
import { WitError } from '../../wit-error.ts'
import { type GuestStream, guestContents } from '../guest-stream.ts'
import { MessageBody, type ConsumedBody, type Transmission } from './message-body.ts'
import { RequestOptions } from './request-options.ts'

type NewRequest = readonly [
  headers: Fields,
  contents: GuestStream | undefined,
  trailers: PromiseLike<TrailersResult>,
  options: RequestOptions | undefined,
]

interface RequestParts {
  readonly head: RequestHead
  readonly headers: Fields
  readonly options: RequestOptions | undefined
}

/** `wasi:http/types` `request` of 0.3. */
export class Request {
  readonly #head = new RequestHead()
  readonly #headers: Fields
  readonly #options: RequestOptions | undefined
  readonly #body: MessageBody

  private constructor([headers, contents, trailers, options]: NewRequest) {
    this.#headers = Fields.frozen(headers)
    this.#options = options && RequestOptions.frozen(options)
    this.#body = new MessageBody(guestContents(contents), trailers)
  }

  static new(...parts: NewRequest): [Request, Promise<Transmission>] {
    const request = new Request(parts)
    return [request, request.#body.transmission]
  }

  static consumeBody(request: Request, received: PromiseLike<Transmission>): ConsumedBody {
    return request.#body.consume(received)
  }

  /** What goes before the body, when the request is sent. */
  static partsOf(request: Request): RequestParts {
    return { head: request.#head, headers: request.#headers, options: request.#options }
  }

  /** The request goes nowhere, for this reason. */
  static giveUp(request: Request, reason: HttpErrorCode): void {
    request.#body.giveUp(reason)
  }

  getMethod(): Method {
    return this.#head.method
  }

  setMethod(method: Method): void {
    check(this.#head.setMethod(method))
  }

  getPathWithQuery(): string | undefined {
    return this.#head.pathWithQuery
  }

  setPathWithQuery(path: string | undefined): void {
    check(this.#head.setPathWithQuery(path))
  }

  getScheme(): Scheme | undefined {
    return this.#head.scheme
  }

  setScheme(scheme: Scheme | undefined): void {
    check(this.#head.setScheme(scheme))
  }

  getAuthority(): string | undefined {
    return this.#head.authority
  }

  setAuthority(authority: string | undefined): void {
    check(this.#head.setAuthority(authority))
  }

  getOptions(): RequestOptions | undefined {
    return this.#options && RequestOptions.frozen(this.#options)
  }

  getHeaders(): Fields {
    return Fields.frozen(this.#headers)
  }

  [Symbol.dispose](): void {
    this.#body.giveUp({ tag: 'internal-error', val: 'The request was dropped' })
  }
}

function check(taken: boolean): void {
  if (!taken) throw new WitError(undefined)
}
