import type { KeepReason, StoreEntry } from '#artifacts'
import type { Cancellable, Logger } from '#platform'
import type { CompiledEntry } from '#sandbox'

/** What can be fetched or made again: the content store and what was made ready to run. */
export interface Cache {
  /** Everything that is kept, and why. */
  list(options?: Cancellable): Promise<CacheListing>
  /** Hashes all of it again and removes what was damaged: it is fetched or made again when it is needed. @throws CodedError */
  verify(options?: Cancellable): Promise<CacheVerification>
  /** Removes what nobody needs, and what is too much. @throws CodedError `LOCKED`, `STORE_NOT_WRITABLE`, `LOCK_FILE_INVALID`, `CANCELLED` */
  collect(options?: CollectOptions): Promise<CacheCollection>
  /** Collects once, after a while, when there is more than the cap. For servers, who must not wait for it; never throws. */
  collectLater(options: CollectLaterOptions): Promise<void>
}

/** When a server looks after the cache, and whom it tells. */
export interface CollectLaterOptions {
  readonly logger: Logger
  /** Ends the waiting. */
  readonly signal: AbortSignal
  /** A minute unless given: a server starts quickly first. */
  readonly delayMs?: number | undefined
}

/** What a collection may remove. */
export interface CollectOptions extends Cancellable {
  /** What was used within this time stays while there is room, in milliseconds; a day unless given. */
  readonly graceMs?: number | undefined
  /** In bytes, of everything; as large as the settings say unless given, null for no cap. */
  readonly maxBytes?: number | null | undefined
  /** Whether only to say what would go. */
  readonly isDryRun?: boolean | undefined
}

/** What a collection has removed, or would. */
export interface CacheCollection {
  /** As they are shown. */
  readonly references: readonly string[]
  readonly removed: readonly Removed[]
  /** In bytes. */
  readonly freed: number
  /** In bytes, of what is still there. */
  readonly left: number
  /** In bytes; null when there is none. */
  readonly maxBytes: number | null
}

/** A blob, or what was made ready to run of a component, that is gone. */
export interface Removed {
  readonly kind: 'blob' | 'compiled'
  readonly digest: string
  /** In bytes. */
  readonly size: number
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
