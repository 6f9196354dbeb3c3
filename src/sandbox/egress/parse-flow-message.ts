import {
  type FlowOpening,
  type FlowStep,
  type HeaderEntry,
  type HttpRequestHead,
  type HttpTimeouts,
  MAX_CHUNK_BYTES,
  MAX_HEADER_BYTES,
  MAX_HEADERS,
  MAX_TEXT_LENGTH,
  type SocketAddress,
} from '../protocol/egress-protocol.ts'
import { isRecord } from '../protocol/is-record.ts'

const MAX_PORT = 65_535

/** The largest payload of UDP over IPv4. */
const MAX_DATAGRAM_BYTES = 65_507

/** Parses a message of a flow, or null when our guest half can not have sent it: then its process is not to be trusted. */
export function parseFlowMessage(message: unknown): FlowOpening | FlowStep | null {
  if (!isRecord(message)) return null
  switch (message['kind']) {
    case 'http':
      return parseHttp(message)
    case 'tcp':
      return withRemote(message, (remote) => ({ kind: 'tcp', remote }))
    case 'udp':
      return message['family'] === 4 || message['family'] === 6
        ? { kind: 'udp', family: message['family'] }
        : null
    case 'lookup':
      return isText(message['name']) ? { kind: 'lookup', name: message['name'] } : null
    case 'data':
      return withBytes(message['bytes'], MAX_CHUNK_BYTES, (bytes) =>
        // Empty chunks cost no credit, and could be sent without end.
        bytes.length === 0 ? null : { kind: 'data', bytes },
      )
    case 'datagram':
      return withRemote(message, (remote) =>
        withBytes(message['bytes'], MAX_DATAGRAM_BYTES, (bytes) => ({ kind: 'datagram', bytes, remote })),
      )
    case 'end':
      return isHeaders(message['trailers']) ? { kind: 'end', trailers: message['trailers'] } : null
    case 'credit':
      return isCount(message['bytes']) ? { kind: 'credit', bytes: message['bytes'] } : null
    case 'cancel':
      return { kind: 'cancel' }
    default:
      return null
  }
}

/** Whether a message opens a flow. */
export function isOpening(message: FlowOpening | FlowStep): message is FlowOpening {
  return ['http', 'tcp', 'udp', 'lookup'].includes(message.kind)
}

function parseHttp(message: Record<string, unknown>): HttpRequestHead | null {
  const { method, scheme, authority, pathWithQuery, headers, bodyLength } = message
  const timeouts = parseTimeouts(message['timeouts'])
  if (!isText(method) || !isText(authority) || !isText(pathWithQuery) || timeouts === null) return null
  if ((scheme !== 'http' && scheme !== 'https') || !isHeaders(headers)) return null
  if (bodyLength !== null && !isCount(bodyLength)) return null
  return { kind: 'http', method, scheme, authority, pathWithQuery, headers, bodyLength, timeouts }
}

function parseTimeouts(value: unknown): HttpTimeouts | null {
  if (!isRecord(value)) return null
  const { connectMs, firstByteMs, betweenBytesMs } = value
  if (!isTimeout(connectMs) || !isTimeout(firstByteMs) || !isTimeout(betweenBytesMs)) return null
  return { connectMs, firstByteMs, betweenBytesMs }
}

function withRemote<Message>(
  message: Record<string, unknown>,
  make: (remote: SocketAddress) => Message | null,
): Message | null {
  const { remote } = message
  if (!isRecord(remote)) return null
  const { address, port } = remote
  return isText(address) && isCount(port) && port <= MAX_PORT ? make({ address, port }) : null
}

function withBytes<Message>(
  bytes: unknown,
  limit: number,
  make: (bytes: Uint8Array) => Message | null,
): Message | null {
  return bytes instanceof Uint8Array && bytes.length <= limit ? make(bytes) : null
}

function isHeaders(value: unknown): value is readonly HeaderEntry[] {
  if (!Array.isArray(value) || value.length > MAX_HEADERS || ![...value].every(isHeader)) return false
  return value.reduce((sum, [name, bytes]) => sum + name.length + bytes.length, 0) <= MAX_HEADER_BYTES
}

function isHeader(value: unknown): value is HeaderEntry {
  return Array.isArray(value) && value.length === 2 && isText(value[0]) && value[1] instanceof Uint8Array
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT_LENGTH
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** Longer than any clock of ours runs is as good as none. */
function isTimeout(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && value >= 0)
}
