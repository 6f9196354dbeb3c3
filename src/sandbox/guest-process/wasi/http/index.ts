import type { Flow, FlowOpened } from '../../egress/flow.ts'
import type { GuestContext, GuestNetwork } from '../guest-context.ts'
import { IoError } from '../io/error.ts'
import { WitError } from '../wit-error.ts'
import { REQUEST_DENIED } from './error-code.ts'
import { Fields } from './fields.ts'
import { flowContent } from './flow-content.ts'
import { FutureTrailers, IncomingBody } from './incoming-body.ts'
import { IncomingRequest, ResponseOutparam } from './incoming-request.ts'
import {
  FutureIncomingResponse,
  IncomingResponse,
  type ResponseFlow,
  type ResponseResult,
} from './incoming-response.ts'
import { OutgoingBody } from './outgoing-body.ts'
import { OutgoingContent } from './outgoing-content.ts'
import { OutgoingRequest } from './outgoing-request.ts'
import { OutgoingResponse } from './outgoing-response.ts'
import { RequestOptions } from './request-options.ts'
import { addressRequest, expectsBody, failureOf } from './send-request.ts'

/** The imports of `wasi:http` 0.2: requests can be made up, and the host decides which are sent. */
export function createHttp({ network }: GuestContext): Record<string, object> {
  return {
    'wasi:http/outgoing-handler': {
      handle: (request: OutgoingRequest, options: RequestOptions | undefined) => {
        if (network === undefined) throw new WitError(REQUEST_DENIED)
        return handle(network, request, options)
      },
    },
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

function handle(
  network: GuestNetwork,
  request: OutgoingRequest,
  options: RequestOptions | undefined,
): FutureIncomingResponse {
  const { head, headers, content } = OutgoingRequest.partsOf(request)
  const addressed = addressRequest({ head, headers, timeouts: RequestOptions.timeoutsOf(options) })
  if (addressed.kind === 'unsendable') throw new WitError(addressed.code)
  const body = content ?? new OutgoingContent()
  if (content === null) body.finish([])
  const flow = body.handOver((bodyLength) => addressed.open(network, bodyLength))
  return new FutureIncomingResponse(responseOf(flow, () => body.depart(expectsBody(head))))
}

function responseOf(flow: Promise<Flow>, depart: () => void): ResponseFlow {
  return {
    response: flow.then(async (flow) => toResponse(flow, await flow.opened)),
    await: depart,
    cancel: () => {
      depart()
      void flow.then((flow) => flow.cancel())
    },
  }
}

function toResponse(flow: Flow, opened: FlowOpened): ResponseResult {
  if (opened.kind !== 'response') return { tag: 'err', val: failureOf(opened) }
  const headers = Fields.received(opened.headers)
  return { tag: 'ok', val: new IncomingResponse(opened.status, headers, flowContent(flow)) }
}

/** The HTTP code behind the error of a body's stream. */
function httpErrorCode(error: IoError): unknown {
  const cause = IoError.causeOf(error)
  return cause.kind === 'http' ? cause.code : undefined
}
