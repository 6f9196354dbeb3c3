import type { LoadOptions } from '../loading/load-options.ts'
import type { Change } from './change.ts'

/** What an update of one locked reference comes to. */
export interface VersionUpdate {
  readonly reference: string
  readonly id: string
  /** `waiting` for a person to accept it; `accepted` and installed; `current` when there is nothing new. */
  readonly status: 'current' | 'waiting' | 'accepted' | 'failed'
  /** What is locked: the digest of a manifest or a file, and of a range the tag. */
  readonly before: VersionName
  /** What the reference leads to now; null where that is not known. */
  readonly after: VersionName | null
  readonly changes: readonly Change[]
  /** How many changes are not shown. */
  readonly leftOff: number
  /** Sentences about what else it changed, or why it failed. */
  readonly notes: readonly string[]
}

/** A version by its digest. */
export interface VersionName {
  readonly digest: string
  /** The tag that a package or a range of versions led to. */
  readonly resolved: string | null
}

/** Whether there is something newer for one locked reference. */
export interface VersionStatus {
  readonly reference: string
  readonly id: string
  /** `moved` when the reference leads to another digest than is locked, `newer` when there is a higher version beside it. */
  readonly status: 'current' | 'moved' | 'newer' | 'failed'
  readonly locked: string
  /** What the reference leads to now; null where that is not known. */
  readonly found: string | null
  /** The highest stable version above the one that is locked. */
  readonly newest: string | null
  /** Why nobody knows. */
  readonly error: string | null
}

/** What came of going back. */
export interface Rollback {
  readonly id: string
  readonly reference: string
  readonly digest: string
  readonly note: string | null
}

/** The use cases of a person who decides about versions. No tool of the server reaches them: a model must not accept. */
export interface ComponentVersions {
  /**
   * Looks at what locked references lead to now and, when a person accepts, installs and locks it.
   *
   * @param targets Ids and references; everything that is locked when empty.
   * @throws CodedError `NOT_LOCKED`, `LOCK_FILE_INVALID`
   */
  update(targets: readonly string[], options: UpdateOptions): Promise<readonly VersionUpdate[]>
  /** Failures of single references are told in their row. @throws CodedError `LOCK_FILE_INVALID` */
  outdated(options?: LoadOptions): Promise<readonly VersionStatus[]>
  /** Installs and locks the version before the last update. @throws CodedError `NO_PREVIOUS_VERSION`, … */
  rollback(id: string, options?: LoadOptions): Promise<Rollback>
}

/** How an update goes on. */
export interface UpdateOptions extends LoadOptions {
  /** Whether what is waiting is installed; asked for each with what it comes to, where it is a function. */
  readonly accept: boolean | ((update: VersionUpdate) => Promise<boolean>)
}
