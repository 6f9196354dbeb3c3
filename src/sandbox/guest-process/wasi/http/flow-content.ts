import type { Flow, FlowEnd } from '../../egress/flow.ts'
import { IoError } from '../io/error.ts'
import type { ByteSource } from '../io/input-stream.ts'
import { lastOperationFailed } from '../io/stream-error.ts'
import type { WitError } from '../wit-error.ts'
import { toHttpErrorCode } from './error-code.ts'
import { Fields } from './fields.ts'
import type { IncomingContent, TrailersResult } from './incoming-body.ts'

/** The body of a response, as it comes in a flow. */
export function flowContent(flow: Flow): IncomingContent {
  return { source: flowSource(flow), trailers: flow.ended.then(trailersOf), cancel: () => flow.cancel() }
}

/** The error of a body's stream when its flow failed, else null. */
export function flowStreamError(flow: Flow): WitError | null {
  const { failure } = flow
  if (failure === null) return null
  const code = toHttpErrorCode(failure)
  return lastOperationFailed(new IoError(failure.message ?? code.tag, { kind: 'http', code }))
}

function flowSource(flow: Flow): ByteSource {
  return {
    isReady: () => flow.isReadable,
    wait: () => flow.changed,
    read: (length) => {
      const bytes = flow.read(length)
      if (bytes !== null) return bytes
      const error = flowStreamError(flow)
      if (error !== null) throw error
      return null
    },
    close: () => flow.discard(),
  }
}

function trailersOf(end: FlowEnd): TrailersResult {
  if (end.kind === 'failed') return { tag: 'err', val: toHttpErrorCode(end.error) }
  return { tag: 'ok', val: end.trailers.length === 0 ? undefined : Fields.received(end.trailers) }
}
