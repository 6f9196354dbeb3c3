import type { RepositoryName } from '../../references/repository-name.ts'

/** What a login has to allow: to write is to read as well. */
export type RegistryAction = 'pull' | 'push'

/** A repository and what is to be done there. */
export interface RepositoryAccess extends RepositoryName {
  readonly action: RegistryAction
}

/** Who asked: decides which advice an error gives. */
export type Identity =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'login'; readonly user: string | null }
  /** There is a login, but the registry did not take it; the request went out without. */
  | { readonly kind: 'login-refused'; readonly user: string | null }
  /** There is a login, but it was kept from a token server that has nothing to do with the registry. */
  | { readonly kind: 'login-withheld'; readonly realm: string }

/** The value of an `Authorization` header and who it stands for. */
export interface Authorization {
  readonly header: string | null
  readonly identity: Identity
  /** Who it stands for when the registry answers it with another 401. */
  readonly whenRefused: Identity
}
