/** The answer to one attempt; `rule` is the one that decided. */
export type Decision =
  | { readonly kind: 'allowed'; readonly rule: string }
  | {
      readonly kind: 'denied'
      /** A sentence for people and models. */
      readonly reason: string
      /** Null where no rule speaks of the attempt. */
      readonly rule: string | null
      /** The narrowest rule that would allow it; null where no grant would. */
      readonly grant: SuggestedGrant | null
    }

/** A rule that somebody may grant. */
export type SuggestedGrant =
  | {
      readonly kind: 'storage'
      readonly uri: string
      readonly access: readonly ('read' | 'write')[]
      /** What the path leads to, as whoever decides was shown it; absent where that is itself. */
      readonly resolved?: string
    }
  | { readonly kind: 'network'; readonly host: string }
  | { readonly kind: 'environment'; readonly key: string }
  /** What may be kept from call to call, such as `10Mi`. */
  | { readonly kind: 'state'; readonly quota: string }
