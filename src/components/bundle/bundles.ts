import type { Cancellable } from '#platform'

/** Components in one file, for machines that reach no registry. */
export interface Bundles {
  /**
   * Writes components, with their signatures, the wishes of their authors and what is locked, into an archive of an image layout.
   *
   * @param names Ids or references; all that are installed when there are none.
   * @throws CodedError `BUNDLE_UNKNOWN`, `BUNDLE_EMPTY`, `BUNDLE_INCOMPLETE`, `STORE_DAMAGED`, `BUNDLE_NOT_WRITABLE`, `CANCELLED`
   */
  export(path: string, names: readonly string[], options: ExportOptions): Promise<ExportedBundle>
  /** Takes all of a bundle into content store and lock file, or nothing. @throws CodedError `BUNDLE_INVALID`, `LOCK_MISMATCH`, `CANCELLED`, … */
  import(path: string, options?: Cancellable): Promise<ImportedBundle>
}

/** What else goes into a bundle. */
export interface ExportOptions extends Cancellable {
  /** Whether the operator's policies go with their components. */
  readonly withGrants: boolean
  /** The time of everything in it; 1970 unless given. */
  readonly sourceDate: Date | null
}

/** What an archive holds. */
export interface ExportedBundle {
  /** Canonical references. */
  readonly references: readonly string[]
  /** Local files, which are left out. */
  readonly left: readonly string[]
  /** Ids of components whose policy is in it. */
  readonly grants: readonly string[]
}

/** What came from an archive. */
export interface ImportedBundle {
  /** Canonical references that can be loaded now. */
  readonly references: readonly string[]
  /** What another operator has granted: nothing is granted here yet. */
  readonly grants: readonly BundledGrant[]
}

/** The policy of an operator for a component of a bundle. */
export interface BundledGrant {
  readonly id: string
  /** Canonical, of the component. */
  readonly reference: string
  /** The text of the policy. */
  readonly policy: string
}
