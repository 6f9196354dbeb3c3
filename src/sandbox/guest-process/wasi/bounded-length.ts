import { MAX_CALL_BYTES } from './limits.ts'

/** A length that a guest asked for as a number, cut to what one call may move. */
export function boundedLength(length: bigint): number {
  return length > BigInt(MAX_CALL_BYTES) ? MAX_CALL_BYTES : Number(length)
}
