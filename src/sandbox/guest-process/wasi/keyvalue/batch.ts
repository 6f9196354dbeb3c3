import type { StateEntry } from '../../../protocol/state-protocol.ts'
import { boundedEntries, boundedKeys } from './bounded.ts'
import type { Bucket } from './bucket.ts'

/**
 * `wasi:keyvalue/batch`; each function does all or nothing.
 *
 * `get-many` is that of the releases, `list<option<tuple<string, list<u8>>>>`; a later text under the same version puts the
 * `option` around the value.
 */
export const BATCH = {
  getMany: async (bucket: Bucket, keys: readonly string[]): Promise<(StateEntry | undefined)[]> => {
    const values = await bucket.request('get', { keys: boundedKeys(keys) })
    return keys.map((key, index) => {
      const value = values[index] ?? null
      return value === null ? undefined : [key, value]
    })
  },
  setMany: async (bucket: Bucket, entries: readonly StateEntry[]): Promise<void> => {
    await bucket.request('set', { entries: boundedEntries(entries) })
  },
  deleteMany: async (bucket: Bucket, keys: readonly string[]): Promise<void> => {
    await bucket.request('delete', { keys: boundedKeys(keys) })
  },
}
