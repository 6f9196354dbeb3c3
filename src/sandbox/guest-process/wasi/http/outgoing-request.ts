import { WitError } from '../wit-error.ts'
import { Fields } from './fields.ts'
import { OutgoingBody } from './outgoing-body.ts'
import { OutgoingContent } from './outgoing-content.ts'
import { declaredLength } from './send-request.ts'
import { RequestHead, type Method, type Scheme } from './request-head.ts'

interface OutgoingParts {
  readonly head: RequestHead
  readonly headers: Fields
  readonly content: OutgoingContent | null
}

/** `wasi:http/types` `outgoing-request` of 0.2. */
export class OutgoingRequest {
  readonly #head = new RequestHead()
  readonly #headers: Fields
  /** Null until the guest asks for a body. */
  #content: OutgoingContent | null = null

  constructor(headers: Fields) {
    this.#headers = Fields.frozen(headers)
  }

  /** What is sent, when the request is handled. */
  static partsOf(request: OutgoingRequest): OutgoingParts {
    return { head: request.#head, headers: request.#headers, content: request.#content }
  }

  /** The body, once. */
  body(): OutgoingBody {
    if (this.#content !== null) throw new WitError(undefined)
    this.#content = new OutgoingContent(declaredLength(this.#headers))
    return new OutgoingBody(this.#content)
  }

  headers(): Fields {
    return Fields.frozen(this.#headers)
  }

  method(): Method {
    return this.#head.method
  }

  setMethod(method: Method): void {
    check(this.#head.setMethod(method))
  }

  pathWithQuery(): string | undefined {
    return this.#head.pathWithQuery
  }

  setPathWithQuery(path: string | undefined): void {
    check(this.#head.setPathWithQuery(path))
  }

  scheme(): Scheme | undefined {
    return this.#head.scheme
  }

  setScheme(scheme: Scheme | undefined): void {
    check(this.#head.setScheme(scheme))
  }

  authority(): string | undefined {
    return this.#head.authority
  }

  setAuthority(authority: string | undefined): void {
    check(this.#head.setAuthority(authority))
  }
}

function check(taken: boolean): void {
  if (!taken) throw new WitError(undefined)
}
