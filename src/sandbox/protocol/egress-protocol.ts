/**
 * How network traffic crosses the channel: as flows, each opened by one message of the guest's half.
 *
 * A flow is one HTTP exchange, TCP connection, UDP socket or name lookup of one call.
 */

/** Bytes that one direction of a flow may carry before the receiver grants more. */
export const FLOW_WINDOW_BYTES = 256 * 1024

/** What a small message counts for, so that a window does not hold a hundred thousand of them. */
export const LEAST_COST_BYTES = 256

/** What a `data` or `datagram` message takes of a window. */
export function costOf(bytes: Uint8Array): number {
  return Math.max(bytes.length, LEAST_COST_BYTES)
}

/** The longest `data` message. */
export const MAX_CHUNK_BYTES = 64 * 1024

/** The longest name, path, authority or method, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 64 * 1024

/** Headers or trailers of one message: more than any server takes. */
export const MAX_HEADERS = 2_000

/** Names and values of one message together. */
export const MAX_HEADER_BYTES = 256 * 1024

/** One header or trailer, in the casing it came in. */
export type HeaderEntry = readonly [name: string, value: Uint8Array]

/** An HTTP request as the guest made it up, before its body. */
export interface HttpRequestHead {
  readonly kind: 'http'
  readonly method: string
  readonly scheme: 'http' | 'https'
  /** Host and port as in a URL, without user information. */
  readonly authority: string
  readonly pathWithQuery: string
  readonly headers: readonly HeaderEntry[]
  /** Bytes of the body: 0 for none, null where nobody knows before its end. */
  readonly bodyLength: number | null
  readonly timeouts: HttpTimeouts
}

/** In milliseconds; null where the guest set none. */
export interface HttpTimeouts {
  readonly connectMs: number | null
  readonly firstByteMs: number | null
  readonly betweenBytesMs: number | null
}

/** An IP address, never a name, and a port. */
export interface SocketAddress {
  readonly address: string
  readonly port: number
}

/** The messages that open a flow. */
export type FlowOpening =
  | HttpRequestHead
  | { readonly kind: 'tcp'; readonly remote: SocketAddress }
  | { readonly kind: 'udp'; readonly family: 4 | 6 }
  | { readonly kind: 'lookup'; readonly name: string }

/** The messages that the guest's half sends in an open flow. */
export type FlowStep =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'datagram'; readonly bytes: Uint8Array; readonly remote: SocketAddress }
  /** Nothing more is sent. */
  | { readonly kind: 'end'; readonly trailers: readonly HeaderEntry[] }
  | { readonly kind: 'credit'; readonly bytes: number }
  /** The guest let go of the flow. */
  | { readonly kind: 'cancel' }

/** What the host answers in a flow; after `failed` there is nothing more. */
export type FlowReply =
  | { readonly kind: 'response'; readonly status: number; readonly headers: readonly HeaderEntry[] }
  | { readonly kind: 'connected'; readonly remote: SocketAddress }
  | { readonly kind: 'resolved'; readonly addresses: readonly string[] }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'datagram'; readonly bytes: Uint8Array; readonly remote: SocketAddress }
  | { readonly kind: 'end'; readonly trailers: readonly HeaderEntry[] }
  | { readonly kind: 'credit'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly error: FlowError }

/** Why a flow failed. */
export interface FlowError {
  readonly code: FlowErrorCode
  /** For people, never with anything that the guest may not see; null where the code says all. */
  readonly message: string | null
}

/** The ways a flow fails, in words that HTTP and sockets share. */
export type FlowErrorCode =
  | 'denied'
  | 'invalid-request'
  | 'name-unresolvable'
  | 'name-timeout'
  | 'connection-refused'
  | 'connection-unreachable'
  | 'connection-terminated'
  | 'connection-timeout'
  | 'read-timeout'
  | 'tls-certificate'
  | 'tls-protocol'
  | 'request-body-size'
  | 'response-body-size'
  | 'response-headers-size'
  | 'response-incomplete'
  | 'protocol'
  | 'too-many-flows'
  | 'internal'
