import type { FlowError, FlowErrorCode } from '../../../protocol/egress-protocol.ts'
import { WitError } from '../wit-error.ts'

/** `wasi:sockets/network` `error-code`: the cases that we answer with. */
export type SocketErrorCode =
  | 'access-denied'
  | 'connection-aborted'
  | 'connection-refused'
  | 'connection-reset'
  | 'datagram-too-large'
  | 'invalid-argument'
  | 'invalid-state'
  | 'name-unresolvable'
  | 'new-socket-limit'
  | 'not-in-progress'
  | 'not-supported'
  | 'remote-unreachable'
  | 'temporary-resolver-failure'
  | 'timeout'
  | 'unknown'
  | 'would-block'

const CODES: Readonly<Partial<Record<FlowErrorCode, SocketErrorCode>>> = {
  denied: 'access-denied',
  'invalid-request': 'invalid-argument',
  'name-unresolvable': 'name-unresolvable',
  'name-timeout': 'temporary-resolver-failure',
  'connection-refused': 'connection-refused',
  'connection-unreachable': 'remote-unreachable',
  'connection-terminated': 'connection-reset',
  'connection-timeout': 'timeout',
  'read-timeout': 'timeout',
  'too-many-flows': 'new-socket-limit',
}

/** Why a flow failed, in the words of `wasi:sockets`. */
export function toSocketErrorCode({ code }: FlowError): SocketErrorCode {
  return CODES[code] ?? 'unknown'
}

/** What an operation of `wasi:sockets` 0.2 throws. */
export function socketError(code: SocketErrorCode): WitError<SocketErrorCode> {
  return new WitError(code)
}
