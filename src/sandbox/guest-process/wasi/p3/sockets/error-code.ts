import type { FlowError } from '../../../../protocol/egress-protocol.ts'
import { toSocketErrorCode } from '../../sockets/error-code.ts'
import { WitError } from '../../wit-error.ts'

/** `wasi:sockets/types` `error-code` of 0.3, and that of `ip-name-lookup`. */
export interface SocketErrorCode3 {
  readonly tag: string
  /** Of the case `other` alone. */
  readonly val?: string
}

/** The codes of 0.2 that both have kept. */
const SOCKET_TAGS: ReadonlySet<string> = new Set([
  'access-denied',
  'connection-aborted',
  'connection-refused',
  'connection-reset',
  'datagram-too-large',
  'invalid-argument',
  'invalid-state',
  'not-supported',
  'remote-unreachable',
  'timeout',
])
const LOOKUP_TAGS: ReadonlySet<string> = new Set([
  'access-denied',
  'invalid-argument',
  'name-unresolvable',
  'temporary-resolver-failure',
])

/** Why a flow failed, as a socket says it. */
export function socketCodeOf(error: FlowError): SocketErrorCode3 {
  return among(SOCKET_TAGS, toSocketErrorCode(error))
}

/** Why a flow failed, as a lookup says it. */
export function lookupCodeOf(error: FlowError): SocketErrorCode3 {
  return among(LOOKUP_TAGS, toSocketErrorCode(error))
}

/** What an operation of `wasi:sockets` 0.3 throws. */
export function socketError3(tag: string): WitError<SocketErrorCode3> {
  return new WitError(among(SOCKET_TAGS, tag))
}

function among(tags: ReadonlySet<string>, code: string): SocketErrorCode3 {
  return tags.has(code) ? { tag: code } : { tag: 'other', val: code }
}
