import type { BlobStore } from './store/blob-store.ts'
import type { VerifiedArtifact } from './verified-artifact.ts'

/** What every fetcher works with. */
export interface FetcherParts {
  readonly store: BlobStore
  readonly maxComponentBytes: number
}

/** What a fetcher finds out; the reference as asked is added by its caller, unless another took its place. */
export type FetchedArtifact = Omit<VerifiedArtifact, 'reference'> &
  Partial<Pick<VerifiedArtifact, 'reference'>>
