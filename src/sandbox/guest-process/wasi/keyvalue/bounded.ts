import {
  MAX_KEY_BYTES,
  MAX_REQUEST_BYTES,
  MAX_REQUEST_KEYS,
  type StateEntry,
} from '../../../protocol/state-protocol.ts'
import { otherError } from './store-error.ts'

/** The host ends a process that asks for more, so what a guest may get wrong is told to it here. @throws WitError */
export function boundedKey(key: string): string {
  if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return key
  throw otherError(`A key is longer than ${MAX_KEY_BYTES} bytes`)
}

/** @throws WitError */
export function boundedKeys(keys: readonly string[]): readonly string[] {
  if (keys.length > MAX_REQUEST_KEYS) throw otherError(`There are more than ${MAX_REQUEST_KEYS} keys at once`)
  return keys.map(boundedKey)
}

/** @throws WitError */
export function boundedEntries(entries: readonly StateEntry[]): readonly StateEntry[] {
  boundedKeys(entries.map(([key]) => key))
  if (entries.reduce((sum, [, { length }]) => sum + length, 0) <= MAX_REQUEST_BYTES) return entries
  throw otherError(`The values are larger than ${MAX_REQUEST_BYTES} bytes`)
}
