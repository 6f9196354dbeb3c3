import { GuestTrap } from '../guest-trap.ts'

/** `wasi:http/types` `incoming-request` of 0.2: we call no handler, so no guest holds one. */
export class IncomingRequest {
  method = noRequest
  pathWithQuery = noRequest
  scheme = noRequest
  authority = noRequest
  headers = noRequest
  consume = noRequest
}

/** `wasi:http/types` `response-outparam` of 0.2: we call no handler, so no guest holds one. */
export class ResponseOutparam {
  sendInformational = noRequest

  static set(): never {
    return noRequest()
  }
}

function noRequest(): never {
  throw new GuestTrap('The component answered an HTTP request that nobody sent')
}
