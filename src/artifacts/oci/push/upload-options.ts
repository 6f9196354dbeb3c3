import type { RepositoryName } from '../../references/repository-name.ts'

/** Where a blob goes and who listens. */
export interface UploadOptions {
  readonly repository: RepositoryName
  /** A repository of the same registry that has the blob already: it may be taken from there. */
  readonly mountFrom?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Is told how many bytes of the blob have left. */
  readonly onSent?: ((bytes: number) => void) | undefined
}
