import type { Sha256Digest } from '../../digest.ts'
import type { RepositoryName } from '../../references/repository-name.ts'
import type { BlobStore } from '../../store/blob-store.ts'
import type { BlobFetcher } from '../blob-fetcher.ts'
import type { RegistryClient } from '../registry-client.ts'

/** What a copy works with. */
export interface CopyParts {
  readonly client: RegistryClient
  readonly blobs: BlobFetcher
  readonly store: BlobStore
}

/** A manifest under way from one repository to another. */
export interface CopiedManifest {
  readonly from: RepositoryName
  readonly to: RepositoryName
  readonly bytes: Uint8Array
  readonly digest: Sha256Digest
  /** The reference as it is shown. */
  readonly subject: string
}
