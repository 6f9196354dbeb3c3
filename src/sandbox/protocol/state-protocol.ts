/** How state crosses the channel: each request of the guest's half gets one reply; none waits for another. */

/** The longest key, as UTF-8. */
export const MAX_KEY_BYTES = 1024

/** The longest name of a bucket, as UTF-8. */
export const MAX_BUCKET_BYTES = 128

/** Keys in one request, and on one page of a list. */
export const MAX_REQUEST_KEYS = 1_000

/** Values in one request or reply, together. */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024

/** What the guest's half asks; everything is about one bucket. */
export type StateRequest =
  /** Whether the component has state at all. */
  | { readonly kind: 'open'; readonly bucket: string }
  | { readonly kind: 'get'; readonly bucket: string; readonly keys: readonly string[] }
  /** Writes all or nothing. */
  | { readonly kind: 'set'; readonly bucket: string; readonly entries: readonly StateEntry[] }
  | { readonly kind: 'delete'; readonly bucket: string; readonly keys: readonly string[] }
  /** `after` is the version of the last key of the page before; 0 for the first page. */
  | { readonly kind: 'list'; readonly bucket: string; readonly after: bigint }
  | { readonly kind: 'increment'; readonly bucket: string; readonly key: string; readonly delta: bigint }
  | { readonly kind: 'read'; readonly bucket: string; readonly key: string }
  /** Writes where the key still has this version. */
  | {
      readonly kind: 'swap'
      readonly bucket: string
      readonly key: string
      readonly value: Uint8Array
      readonly version: bigint
    }

/** A key and its value. */
export type StateEntry = readonly [key: string, value: Uint8Array]

/** The value of a key and the number of its last write; null and 0 where the key is not there. */
export interface VersionedValue {
  readonly value: Uint8Array | null
  readonly version: bigint
}

/** One page of keys; `after` asks for the next, null when there is none. */
export interface KeyPage {
  readonly keys: readonly string[]
  readonly after: bigint | null
}

/** What came of each kind of request. */
export interface StateResults {
  readonly open: null
  readonly get: readonly (Uint8Array | null)[]
  readonly set: null
  readonly delete: null
  readonly list: KeyPage
  readonly increment: bigint
  readonly read: VersionedValue
  /** Whether it was written. */
  readonly swap: boolean
}

/** What the host answers. */
export type StateReply =
  | { readonly kind: 'done'; readonly result: StateResults[keyof StateResults] }
  | { readonly kind: 'denied' }
  /** `message` is for the guest. */
  | { readonly kind: 'failed'; readonly message: string }
