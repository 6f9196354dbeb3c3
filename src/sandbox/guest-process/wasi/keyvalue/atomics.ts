import type { VersionedValue } from '../../../protocol/state-protocol.ts'
import { WitError } from '../wit-error.ts'
import { boundedEntries, boundedKey } from './bounded.ts'
import type { Bucket } from './bucket.ts'

/** `wasi:keyvalue/atomics` `cas`: a key as it was when this was made. */
export class Cas {
  readonly bucket: Bucket
  readonly key: string
  readonly #found: VersionedValue

  constructor(bucket: Bucket, key: string, found: VersionedValue) {
    this.bucket = bucket
    this.key = key
    this.#found = found
  }

  static async new(bucket: Bucket, key: string): Promise<Cas> {
    return new Cas(bucket, key, await bucket.request('read', { key: boundedKey(key) }))
  }

  get version(): bigint {
    return this.#found.version
  }

  /** The value that a swap would take the place of. */
  async current(): Promise<Uint8Array | undefined> {
    return this.#found.value ?? undefined
  }
}

/** Adds to a counter and returns the sum. */
export async function increment(bucket: Bucket, key: string, delta: bigint): Promise<bigint> {
  return bucket.request('increment', { key: boundedKey(key), delta })
}

/** Writes a value where nobody has written since. @throws WitError of `cas-error`, with a new `cas` where somebody has */
export async function swap(cas: Cas, value: Uint8Array): Promise<void> {
  const newer = await orStoreError(() => trySwap(cas, value))
  if (newer !== null) throw new WitError({ tag: 'cas-failed', val: newer })
}

async function trySwap({ bucket, key, version }: Cas, value: Uint8Array): Promise<Cas | null> {
  boundedEntries([[key, value]])
  return (await bucket.request('swap', { key, value, version })) ? null : Cas.new(bucket, key)
}

async function orStoreError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof WitError) throw new WitError({ tag: 'store-error', val: error.payload })
    throw error
  }
}
