import { WitError } from '../wit-error.ts'
import { Fields } from './fields.ts'
import { OutgoingBody } from './outgoing-body.ts'
import { OutgoingContent } from './outgoing-content.ts'
import { declaredLength } from './send-request.ts'

const MIN_STATUS = 100
const MAX_STATUS = 999

/** Whether it can stand in a status line (RFC 9110, 15). */
export function isStatusCode(code: number): boolean {
  return code >= MIN_STATUS && code <= MAX_STATUS
}

/** `wasi:http/types` `outgoing-response` of 0.2; a guest can make one, but nobody asked for it. */
export class OutgoingResponse {
  readonly #headers: Fields
  #status = 200
  #bodyTaken = false

  constructor(headers: Fields) {
    this.#headers = Fields.frozen(headers)
  }

  statusCode(): number {
    return this.#status
  }

  setStatusCode(code: number): void {
    if (!isStatusCode(code)) throw new WitError(undefined)
    this.#status = code
  }

  headers(): Fields {
    return Fields.frozen(this.#headers)
  }

  /** The body, once. */
  body(): OutgoingBody {
    if (this.#bodyTaken) throw new WitError(undefined)
    this.#bodyTaken = true
    return new OutgoingBody(new OutgoingContent(declaredLength(this.#headers)))
  }
}
