import type { KeepReason, StoreEntry } from '#artifacts'
import type { CompiledEntry } from '#sandbox'

/** What can be fetched or made again: the content store and what was made ready to run. */
export interface Cache {
  /** Everything that is kept, and why. */
  list(): Promise<CacheListing>
  /** Hashes all of it again and removes what was damaged: it is fetched or made again when it is needed. @throws CodedError */
  verify(): Promise<CacheVerification>
}

/** What lies in the cache. */
export interface CacheListing {
  readonly folder: string
  /** In bytes, of everything. */
  readonly size: number
  readonly artifacts: readonly StoreEntry[]
  readonly compiled: readonly KeptCompiled[]
}

/** What was made ready to run, and why it stays; nothing when the next collection removes it. */
export type KeptCompiled = CompiledEntry & { readonly keptFor: readonly KeepReason[] }

/** What hashing everything has shown. */
export interface CacheVerification {
  /** How many blobs and folders were hashed. */
  readonly checked: number
  /** What was damaged and is removed. */
  readonly damaged: readonly Damage[]
}

/** A blob, or what was made ready to run of a component, with other bytes than it should have. */
export interface Damage {
  readonly kind: 'blob' | 'compiled'
  readonly digest: string
}
