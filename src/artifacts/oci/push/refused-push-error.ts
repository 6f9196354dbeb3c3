import { CodedError } from '#platform'

import type { RepositoryName } from '../../references/repository-name.ts'
import type { Identity } from '../login/authorization.ts'

/** The error for a push that was refused, with the advice that fits who asked. */
export function refusedPushError({ registry, repository }: RepositoryName, identity: Identity): CodedError {
  const name = `"${registry}/${repository}"`
  const login = `"docker login ${registry}"`
  switch (identity.kind) {
    case 'anonymous':
      return new CodedError('LOGIN_REQUIRED', `Nobody may push to ${name} without a login: run ${login}`)
    case 'login':
      return new CodedError(
        'ACCESS_DENIED',
        `The login${of(identity.user)} at "${registry}" may not push to ${name}: check the name, ask its owner for the right to write, or run ${login} with a token that has it (at ghcr.io: write:packages)`,
      )
    case 'login-refused':
      return new CodedError(
        'LOGIN_REFUSED',
        `"${registry}" does not accept the login${of(identity.user)}, and nobody may push without one: run ${login} again`,
      )
    case 'login-withheld':
      return new CodedError(
        'REALM_REFUSED',
        `"${registry}" wants its login to be sent to "${identity.realm}", which has nothing to do with it: it was not sent, and nothing was pushed; ask who runs the registry`,
      )
  }
}

function of(user: string | null): string {
  return user === null ? '' : ` of "${user}"`
}
