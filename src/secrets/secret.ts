/** A value for a component, resolved. */
export interface Secret {
  readonly key: string
  readonly value: string
  /** The hosts that it may be sent to, while no guest sees it; null where the guest is given the value itself. */
  readonly hosts: readonly string[] | null
}

/** What can be shown of a secret. */
export interface SecretEntry {
  readonly key: string
  /** Where its value is looked up; null where the value itself is stored. */
  readonly reference: string | null
  /** @see Secret.hosts */
  readonly hosts: readonly string[] | null
}

/** One secret as its files have it. */
export interface StoredSecret {
  /** The value, or a reference to it. */
  readonly text: string
  /** @see Secret.hosts */
  readonly hosts: readonly string[] | null
}

/** A value to keep; `isReference` says that it may be a reference to one, by its looks. */
export interface NewSecret {
  readonly key: string
  readonly text: string
  readonly isReference: boolean
}
