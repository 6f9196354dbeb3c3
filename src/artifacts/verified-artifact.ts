import type { Sha256Digest } from './digest.ts'
import type { Signer } from './trust/signer.ts'

/** Where the bytes came from. */
export type ArtifactSource =
  | { readonly kind: 'file'; readonly path: string }
  /** `url` is the last one, after redirects, without its query. */
  | { readonly kind: 'https'; readonly url: string }
  | {
      readonly kind: 'oci'
      readonly registry: string
      readonly repository: string
      readonly tag: string | null
      readonly manifestDigest: Sha256Digest
      /** What the reference itself resolves to: that manifest, or an index above it. */
      readonly root: ContentSize
    }

/** Bytes by their digest, and how many they are. */
export interface ContentSize {
  readonly digest: Sha256Digest
  readonly size: number
}

/** What a reference leads to now. */
export interface Resolution extends ContentSize {
  /** As it was asked for; of a package or a range of versions, the tag that it leads to. */
  readonly reference: string
}

/** A component whose bytes are in the content store under the digest that they were checked against. */
export interface VerifiedArtifact {
  /**
   * As it was asked for; of a package or a range of versions, the tag that it led to: grants and state belong to a
   * repository, whatever name leads there tomorrow.
   */
  readonly reference: string
  /** A file-name-safe id: only `A-Z a-z 0-9 . _ -`, never empty, never starting with a dot. */
  readonly suggestedId: string
  /** Of the component bytes. */
  readonly digest: Sha256Digest
  /** In bytes. */
  readonly size: number
  /** The blob in the content store: read-only and named by its digest. */
  readonly path: string
  readonly source: ArtifactSource
  /** The text of a policy that came along: what the author asks for, never a grant. */
  readonly policy: string | null
  /** Who signed it; null where nobody that is known did, or where nobody asked. */
  readonly signer: Signer | null
}

/** Where a fetch stands, in bytes of the component; `total` is null while it is unknown. */
export interface FetchProgress {
  readonly message: string
  readonly done: number
  readonly total: number | null
}

/** How a fetch reports and stops. */
export interface FetchOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined
  /**
   * What the reference resolved to before, and is to be again whatever it resolves to now: the manifest, or the file itself.
   * No request is made for what is in the content store.
   */
  readonly pinned?: Sha256Digest | undefined
  /** Whether a person has agreed that another signs than before, where the signer is pinned. */
  readonly mayChangeSigner?: boolean | undefined
}
