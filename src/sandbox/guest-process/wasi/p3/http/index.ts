import { REQUEST_DENIED } from '../../http/error-code.ts'
import { Fields } from '../../http/fields.ts'
import { WitError } from '../../wit-error.ts'
import { Request } from './request.ts'
import { RequestOptions } from './request-options.ts'
import { Response } from './response.ts'

/** The imports of `wasi:http` 0.3: requests can be made up, and none is sent. */
export function createHttp3(): Record<string, object> {
  return {
    'wasi:http/types': { Fields, Request, RequestOptions, Response },
    'wasi:http/client': { send: deny },
    'wasi:http/handler': { handle: deny },
  }
}

function deny(request: Request): never {
  Request.giveUp(request, REQUEST_DENIED)
  throw new WitError(REQUEST_DENIED)
}
