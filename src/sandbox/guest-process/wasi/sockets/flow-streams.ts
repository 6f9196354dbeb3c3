import type { Flow } from '../../egress/flow.ts'
import { IoError } from '../io/error.ts'
import type { ByteSource } from '../io/input-stream.ts'
import type { ByteSink } from '../io/output-stream.ts'
import { lastOperationFailed, streamClosed } from '../io/stream-error.ts'
import type { WitError } from '../wit-error.ts'
import { toSocketErrorCode } from './error-code.ts'

/** What a TCP connection receives. */
export function tcpSource(flow: Flow): ByteSource {
  return {
    isReady: () => flow.isReadable,
    wait: () => flow.changed,
    read: (length) => {
      const bytes = flow.read(length)
      if (bytes !== null) return bytes
      const error = flow.isIgnoring ? null : failureOf(flow)
      if (error !== null) throw error
      return null
    },
    close: () => flow.ignore(),
  }
}

/** What a TCP connection sends. */
export function tcpSink(flow: Flow): ByteSink {
  const throwIfClosed = (): void => {
    if (flow.isClosed) throw failureOf(flow) ?? streamClosed()
  }
  return {
    isReady: () => flow.capacity > 0 || flow.isClosed,
    wait: () => flow.changed,
    capacity: () => {
      throwIfClosed()
      return flow.capacity
    },
    write: (bytes) => {
      throwIfClosed()
      flow.send(bytes)
    },
    flush: () => {},
    close: () => flow.finish(),
  }
}

function failureOf(flow: Flow): WitError | null {
  if (flow.failure === null) return null
  const code = toSocketErrorCode(flow.failure)
  return lastOperationFailed(new IoError(code, { kind: 'network', code }))
}
