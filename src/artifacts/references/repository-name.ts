/** A repository of a registry, without tag and digest. */
export interface RepositoryName {
  /** `host` or `host:port`. */
  readonly registry: string
  readonly repository: string
}
