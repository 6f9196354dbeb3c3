import {
  MAX_BUCKET_BYTES,
  MAX_KEY_BYTES,
  MAX_REQUEST_BYTES,
  MAX_REQUEST_KEYS,
  type StateEntry,
  type StateRequest,
} from '../protocol/state-protocol.ts'
import { isRecord } from '../protocol/is-record.ts'

const MAX_VERSION = 2n ** 63n - 1n

/** Parses a request, or null when our guest half can not have sent it: then its process is not to be trusted. */
export function parseStateRequest(request: unknown): StateRequest | null {
  if (!isRecord(request)) return null
  const { kind, bucket } = request
  if (!isText(bucket, MAX_BUCKET_BYTES)) return null
  switch (kind) {
    case 'open':
      return { kind, bucket }
    case 'get':
    case 'delete':
      return isKeys(request['keys']) ? { kind, bucket, keys: request['keys'] } : null
    case 'set':
      return isEntries(request['entries']) ? { kind, bucket, entries: request['entries'] } : null
    case 'list':
      return isVersion(request['after']) ? { kind, bucket, after: request['after'] } : null
    case 'increment':
    case 'read':
    case 'swap':
      return parseKeyed(kind, bucket, request)
    default:
      return null
  }
}

function parseKeyed(
  kind: 'increment' | 'read' | 'swap',
  bucket: string,
  { key, delta, value, version }: Record<string, unknown>,
): StateRequest | null {
  if (!isKey(key)) return null
  switch (kind) {
    case 'read':
      return { kind, bucket, key }
    case 'increment':
      return isInteger64(delta) ? { kind, bucket, key, delta } : null
    case 'swap':
      return isValue(value) && isVersion(version) ? { kind, bucket, key, value, version } : null
  }
}

function isEntries(value: unknown): value is readonly StateEntry[] {
  if (!Array.isArray(value) || value.length > MAX_REQUEST_KEYS || ![...value].every(isEntry)) return false
  return value.reduce((sum, [, bytes]) => sum + bytes.length, 0) <= MAX_REQUEST_BYTES
}

function isEntry(value: unknown): value is StateEntry {
  return Array.isArray(value) && value.length === 2 && isKey(value[0]) && isValue(value[1])
}

function isKeys(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MAX_REQUEST_KEYS && [...value].every(isKey)
}

function isKey(value: unknown): value is string {
  return isText(value, MAX_KEY_BYTES)
}

/** A lone surrogate has no UTF-8: two texts would become one key. */
function isText(value: unknown, maxBytes: number): value is string {
  return (
    typeof value === 'string' &&
    value.length <= maxBytes &&
    value.isWellFormed() &&
    Buffer.byteLength(value) <= maxBytes
  )
}

function isValue(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length <= MAX_REQUEST_BYTES
}

function isVersion(value: unknown): value is bigint {
  return typeof value === 'bigint' && value >= 0n && value <= MAX_VERSION
}

/** Of `s64` or `u64`. */
function isInteger64(value: unknown): value is bigint {
  return typeof value === 'bigint' && value >= -(2n ** 63n) && value < 2n ** 64n
}
