import type { Flow } from '../../../egress/flow.ts'
import type { GuestNetwork } from '../../guest-context.ts'
import { REQUEST_DENIED, toHttpErrorCode, type HttpErrorCode } from '../../http/error-code.ts'
import { Fields } from '../../http/fields.ts'
import { flowContent } from '../../http/flow-content.ts'
import type { TrailersResult } from '../../http/incoming-body.ts'
import { addressRequest, declaredLength, failureOf, wrongLength } from '../../http/send-request.ts'
import { WitError } from '../../wit-error.ts'
import { CountedChunks } from '../counted-chunks.ts'
import { chunksFromFlow, sendChunks } from '../flow-streams.ts'
import type { Transmission } from './message-body.ts'
import { Request } from './request.ts'
import { RequestOptions } from './request-options.ts'
import { Response } from './response.ts'

const OK: Transmission = { tag: 'ok', val: undefined }

/** `wasi:http/client` `send`: the host decides. @throws WitError with an `error-code` */
export async function sendRequest(network: GuestNetwork | undefined, request: Request): Promise<Response> {
  if (network === undefined) return refuse(request, REQUEST_DENIED)
  const { head, headers, options } = Request.partsOf(request)
  const addressed = addressRequest({ head, headers, timeouts: RequestOptions.timeoutsOf(options) })
  if (addressed.kind === 'unsendable') return refuse(request, addressed.code)
  const sent = Promise.withResolvers<Transmission>()
  const [contents, trailers] = Request.consumeBody(request, sent.promise)
  const hasBody = !Array.isArray(contents)
  const flow = addressed.open(network, hasBody ? null : 0)
  sent.resolve(
    sendBody(flow, {
      contents: hasBody ? contents : noChunks(),
      declared: declaredLength(headers),
      trailers,
    }),
  )
  return receive(flow)
}

function refuse(request: Request, code: HttpErrorCode): never {
  Request.giveUp(request, code)
  throw new WitError(code)
}

async function receive(flow: Flow): Promise<Response> {
  const opened = await flow.opened
  if (opened.kind !== 'response') throw new WitError(failureOf(opened))
  const { trailers } = flowContent(flow)
  const cancel = (): void => flow.cancel()
  const contents = { chunks: () => chunksFromFlow(flow, cancel), drop: cancel }
  return Response.received(opened, contents, trailers)
}

interface Body {
  readonly contents: AsyncIterable<Uint8Array>
  /** How long the headers say that it is. */
  readonly declared: bigint | null
  readonly trailers: PromiseLike<TrailersResult>
}

async function sendBody(flow: Flow, { contents, declared, trailers }: Body): Promise<Transmission> {
  const counted = new CountedChunks(contents, declared)
  const length = await sendChunks(counted, flow)
  const end = await trailers
  if (flow.failure !== null) return { tag: 'err', val: toHttpErrorCode(flow.failure) }
  if (length === null) return { tag: 'err', val: { tag: 'connection-terminated' } }
  if (declared !== null && declared !== counted.bytes) {
    flow.cancel({ code: 'request-body-size', message: null })
    return { tag: 'err', val: wrongLength(counted.bytes) }
  }
  if (end.tag === 'err') {
    flow.cancel({ code: 'protocol', message: null })
    return end
  }
  flow.finish(end.val === undefined ? [] : Fields.frozen(end.val).entries())
  return OK
}

async function* noChunks(): AsyncGenerator<Uint8Array> {}
