import type { Sha256Digest } from '../digest.ts'
import type { RepositoryName } from '../references/repository-name.ts'

/** What to resolve: a tag, or a digest that needs no request once the manifest is in the store. */
export interface ManifestName {
  readonly repository: RepositoryName
  readonly tag: string | null
  readonly digest: Sha256Digest | null
  /** The reference as it is shown. */
  readonly subject: string
}
