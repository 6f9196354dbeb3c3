import type { StateRequest, StateResults } from '../../../protocol/state-protocol.ts'
import type { GuestState } from '../guest-context.ts'
import { boundedEntries, boundedKey } from './bounded.ts'
import { otherError, storeError } from './store-error.ts'

/** The versions of `wasi:keyvalue` 0.2.0 differ in the type of a cursor: `u64` in `draft`, `string` in `draft2`. */
export type Cursor = bigint | string

/** `wasi:keyvalue/store` `key-response`. */
interface KeyResponse {
  readonly keys: readonly string[]
  readonly cursor: Cursor | undefined
}

/** What a bucket is opened with. */
export interface BucketOptions {
  readonly name: string
  readonly state: GuestState
  readonly printCursor: (after: bigint) => Cursor
}

type RequestOf<Kind extends StateRequest['kind']> = Extract<StateRequest, { readonly kind: Kind }>

/** `wasi:keyvalue/store` `bucket`: a name, of which the host decides anew at each request. */
export class Bucket {
  readonly #options: BucketOptions

  constructor(options: BucketOptions) {
    this.#options = options
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const [value] = await this.request('get', { keys: [boundedKey(key)] })
    return value ?? undefined
  }

  async set(key: string, value: Uint8Array): Promise<void> {
    await this.request('set', { entries: boundedEntries([[key, value]]) })
  }

  async delete(key: string): Promise<void> {
    await this.request('delete', { keys: [boundedKey(key)] })
  }

  async exists(key: string): Promise<boolean> {
    const { version } = await this.request('read', { key: boundedKey(key) })
    return version !== 0n
  }

  async listKeys(cursor?: Cursor): Promise<KeyResponse> {
    const { keys, after } = await this.request('list', { after: parseCursor(cursor) })
    return { keys, cursor: after === null ? undefined : this.#options.printCursor(after) }
  }

  /** Asks the host something about this bucket. @throws WitError of `StoreError` */
  async request<Kind extends StateRequest['kind']>(
    kind: Kind,
    details: Omit<RequestOf<Kind>, 'kind' | 'bucket'>,
  ): Promise<StateResults[Kind]> {
    const { state, name } = this.#options
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parts of one case of the union, put together
    const reply = await state.ask({ kind, bucket: name, ...details } as unknown as StateRequest)
    if (reply.kind === 'denied') throw storeError({ tag: 'access-denied' })
    if (reply.kind === 'failed') throw otherError(reply.message)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the host answers each kind of request with its result
    return reply.result as StateResults[Kind]
  }
}

function parseCursor(cursor: Cursor | undefined): bigint {
  if (cursor === undefined) return 0n
  const version = typeof cursor === 'bigint' || /^\d{1,18}$/.test(cursor) ? BigInt(cursor) : null
  if (version !== null && version < 2n ** 63n) return version
  throw otherError('The cursor comes from no list of keys')
}
