import { IoError } from '../io/error.ts'
import { WitError } from '../wit-error.ts'
import { REQUEST_DENIED } from './error-code.ts'
import { Fields } from './fields.ts'
import { FutureTrailers, IncomingBody } from './incoming-body.ts'
import { IncomingRequest, ResponseOutparam } from './incoming-request.ts'
import { FutureIncomingResponse, IncomingResponse } from './incoming-response.ts'
import { OutgoingBody } from './outgoing-body.ts'
import { OutgoingRequest } from './outgoing-request.ts'
import { OutgoingResponse } from './outgoing-response.ts'
import { RequestOptions } from './request-options.ts'

/** The imports of `wasi:http` 0.2: requests can be made up, and none is sent. */
export function createHttp(): Record<string, object> {
  return {
    'wasi:http/outgoing-handler': { handle },
    'wasi:http/types': {
      Fields,
      FutureIncomingResponse,
      FutureTrailers,
      IncomingBody,
      IncomingRequest,
      IncomingResponse,
      OutgoingBody,
      OutgoingRequest,
      OutgoingResponse,
      RequestOptions,
      ResponseOutparam,
      httpErrorCode,
    },
  }
}

function handle(_request: OutgoingRequest, _options: RequestOptions | undefined): FutureIncomingResponse {
  throw new WitError(REQUEST_DENIED)
}

/** The HTTP code behind the error of a body's stream. */
function httpErrorCode(error: IoError): unknown {
  const cause = IoError.causeOf(error)
  return cause.kind === 'http' ? cause.code : undefined
}
