import type { GuestContext } from '../../guest-context.ts'
import { Fields } from '../../http/fields.ts'
import { Request } from './request.ts'
import { RequestOptions } from './request-options.ts'
import { Response } from './response.ts'
import { sendRequest } from './send.ts'

/** The imports of `wasi:http` 0.3: the host decides which requests are sent. */
export function createHttp3({ network }: GuestContext): Record<string, object> {
  const send = (request: Request): Promise<Response> => sendRequest(network, request)
  return {
    'wasi:http/types': { Fields, Request, RequestOptions, Response },
    'wasi:http/client': { send },
    'wasi:http/handler': { handle: send },
  }
}
