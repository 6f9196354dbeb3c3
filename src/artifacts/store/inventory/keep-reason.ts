import type { Sha256Digest } from '../../digest.ts'

/** Somebody outside the store who needs a blob and what hangs on it: a component of the folder, a lock file. */
export interface StoreRoot {
  /** Of a manifest, an index or a layer. */
  readonly digest: string
  readonly reason: RootReason
  /** When it was given up, in milliseconds since 1970: from then on it lapses like what nobody has used. Absent while it is needed. */
  readonly givenUp?: number
}

/** Why what a root names stays. */
export type RootReason =
  | { readonly kind: 'installed'; readonly id: string }
  | { readonly kind: 'locked'; readonly file: string }
  /** What was installed before; a step back leads there. */
  | { readonly kind: 'replaced'; readonly id: string }

/** Why a blob stays. */
export type KeepReason =
  | RootReason
  | { readonly kind: 'referenced'; readonly reference: string }
  /** A signature, a policy or another manifest about one that stays. */
  | { readonly kind: 'attached'; readonly subject: Sha256Digest }
  /** Used a short while ago: perhaps by a load that is under way, or the version before the last. */
  | { readonly kind: 'recent' }
