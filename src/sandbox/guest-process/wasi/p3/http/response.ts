import type { HeaderEntry } from '../../../../protocol/egress-protocol.ts'
import { Fields } from '../../http/fields.ts'
import type { TrailersResult } from '../../http/incoming-body.ts'
import { isStatusCode } from '../../http/outgoing-response.ts'
import { WitError } from '../../wit-error.ts'
import { type GuestStream, guestContents } from '../guest-stream.ts'
import { type BodyContents, MessageBody, type ConsumedBody, type Transmission } from './message-body.ts'

/** `wasi:http/types` `response` of 0.3. */
export class Response {
  readonly #headers: Fields
  readonly #body: MessageBody
  #status = 200

  private constructor(headers: Fields, body: MessageBody) {
    this.#headers = Fields.frozen(headers)
    this.#body = body
  }

  static new(
    headers: Fields,
    contents: GuestStream | undefined,
    trailers: PromiseLike<TrailersResult>,
  ): [Response, Promise<Transmission>] {
    const body = new MessageBody(guestContents(contents), trailers)
    return [new Response(headers, body), body.transmission]
  }

  /** A response that came over the network. */
  static received(
    { status, headers }: { readonly status: number; readonly headers: readonly HeaderEntry[] },
    contents: BodyContents,
    trailers: PromiseLike<TrailersResult>,
  ): Response {
    const response = new Response(Fields.received(headers), new MessageBody(contents, trailers))
    response.#status = status
    return response
  }

  static consumeBody(response: Response, received: PromiseLike<Transmission>): ConsumedBody {
    return response.#body.consume(received)
  }

  getStatusCode(): number {
    return this.#status
  }

  setStatusCode(code: number): void {
    if (!isStatusCode(code)) throw new WitError(undefined)
    this.#status = code
  }

  getHeaders(): Fields {
    return Fields.frozen(this.#headers)
  }

  [Symbol.dispose](): void {
    this.#body.giveUp({ tag: 'internal-error', val: 'The response was dropped' })
  }
}
