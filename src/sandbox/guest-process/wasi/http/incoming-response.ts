import type { Pollable } from '../io/poll.ts'
import { WitError } from '../wit-error.ts'
import type { HttpErrorCode } from './error-code.ts'
import { Fields } from './fields.ts'
import { IncomingBody, type IncomingContent } from './incoming-body.ts'
import { SettledOnce } from './settled-once.ts'

/** A response on its way. */
export interface ResponseFlow {
  /** Never rejects. */
  readonly response: Promise<ResponseResult>
  /** The guest waits for the response: the request can wait no longer. */
  await(): void
  cancel(): void
}

/** What came back for a request. */
export type ResponseResult =
  | { readonly tag: 'ok'; readonly val: IncomingResponse }
  | { readonly tag: 'err'; readonly val: HttpErrorCode }

/** `wasi:http/types` `future-incoming-response` of 0.2. */
export class FutureIncomingResponse extends SettledOnce<ResponseResult> {
  readonly #flow: ResponseFlow

  constructor(flow: ResponseFlow) {
    super(flow.response)
    this.#flow = flow
  }

  override subscribe(): Pollable {
    this.#flow.await()
    return super.subscribe()
  }

  override get(): ReturnType<SettledOnce<ResponseResult>['get']> {
    this.#flow.await()
    return super.get()
  }

  /** Nobody reads the response any more, unless it was handed out before. */
  [Symbol.dispose](): void {
    if (!this.isTaken) this.#flow.cancel()
  }
}

/** `wasi:http/types` `incoming-response` of 0.2. */
export class IncomingResponse {
  readonly #status: number
  readonly #headers: Fields
  readonly #content: IncomingContent
  #consumed = false

  constructor(status: number, headers: Fields, content: IncomingContent) {
    this.#status = status
    this.#headers = headers
    this.#content = content
  }

  status(): number {
    return this.#status
  }

  headers(): Fields {
    return Fields.frozen(this.#headers)
  }

  /** The body, once. */
  consume(): IncomingBody {
    if (this.#consumed) throw new WitError(undefined)
    this.#consumed = true
    return new IncomingBody(this.#content)
  }

  [Symbol.dispose](): void {
    if (!this.#consumed) this.#content.cancel()
  }
}
