import { MAX_BUCKET_BYTES } from '../../../protocol/state-protocol.ts'
import type { GuestContext, GuestState } from '../guest-context.ts'
import { Cas, increment, swap } from './atomics.ts'
import { BATCH } from './batch.ts'
import { Bucket, type BucketOptions } from './bucket.ts'
import { storeError } from './store-error.ts'

/** Nothing is kept for a guest that the host knows nothing of. */
const NO_STATE: GuestState = { ask: async () => ({ kind: 'denied' }) }

/** The imports of `wasi:keyvalue` 0.2.0: `draft2`, and `draft` with its own types; the host does what is asked. */
export function createKeyvalue({ state = NO_STATE }: GuestContext): Record<string, object> {
  return {
    'wasi:keyvalue/store': { Bucket, open: opener({ state, printCursor: String }) },
    'wasi:keyvalue/atomics': { Cas, increment, swap },
    'wasi:keyvalue/batch': BATCH,
    'wasi:keyvalue/store@draft': { Bucket, open: opener({ state, printCursor: (after) => after }) },
    'wasi:keyvalue/atomics@draft': { increment },
    'wasi:keyvalue/batch@draft': BATCH,
  }
}

function opener(options: Omit<BucketOptions, 'name'>): (name: string) => Promise<Bucket> {
  return async (name) => {
    if (Buffer.byteLength(name) > MAX_BUCKET_BYTES) throw storeError({ tag: 'no-such-store' })
    const bucket = new Bucket({ ...options, name })
    await bucket.request('open', {})
    return bucket
  }
}
