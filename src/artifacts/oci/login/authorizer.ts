import { CodedError, type Logger } from '#platform'

import { basicAuthorization, type Credential } from '../../credentials/credential.ts'
import type { HttpTransport } from '../../http/http-transport.ts'
import type { RepositoryName } from '../../references/repository-name.ts'
import { parseChallenges, type Challenge } from './challenge.ts'
import { trustOfRealm } from './realm-guard.ts'
import { refusedError } from '../registry-error.ts'
import type { Authorization, Identity, RepositoryAccess } from './authorization.ts'
import { fetchToken, type RegistryToken } from './token-client.ts'

/** Looks up the login for a repository. */
export type CredentialFinder = (name: RepositoryName, signal?: AbortSignal) => Promise<Credential | null>

/** A registry that answered 401. */
export interface AskingRegistry {
  readonly origin: URL
  /** Its `WWW-Authenticate`. */
  readonly header: string
}

/** What the authorizer is made of. */
export interface AuthorizerParts {
  readonly transport: HttpTransport
  readonly findCredential: CredentialFinder
  readonly logger: Logger
}

/** Tokens are renewed a little early, because clocks differ and downloads start late. */
const EXPIRY_MARGIN_MS = 10_000
/** A user name and password stay in use this long before the login is looked up again. */
const BASIC_LIFE_MS = 60_000
const ANONYMOUS: Identity = { kind: 'anonymous' }

interface Cached {
  readonly authorization: Authorization
  readonly expiresAt: number
}

/** Answers the challenges of registries and remembers the answers while they are valid. */
export class Authorizer {
  readonly #parts: AuthorizerParts
  readonly #cache = new Map<string, Cached>()

  constructor(parts: AuthorizerParts) {
    this.#parts = parts
  }

  /** What to send at first: an answer that was given before, else nothing. */
  remembered(access: RepositoryAccess): Authorization | null {
    const cached = this.#cache.get(cacheKey(access))
    return cached !== undefined && cached.expiresAt > Date.now() ? cached.authorization : null
  }

  /** Drops an answer that the registry no longer takes. */
  forget(access: RepositoryAccess): void {
    this.#cache.delete(cacheKey(access))
  }

  /**
   * Answers the `WWW-Authenticate` header of a 401.
   *
   * @throws CodedError `LOGIN_REQUIRED`, `LOGIN_REFUSED`, `REALM_REFUSED`, `AUTH_UNSUPPORTED`, `CREDENTIAL_HELPER_FAILED`
   */
  async answer(
    asking: AskingRegistry,
    access: RepositoryAccess,
    signal?: AbortSignal,
  ): Promise<Authorization> {
    const challenges = parseChallenges(asking.header)
    const credential = await this.#parts.findCredential(access, signal)
    if (credential?.kind === 'bearer') return untested(`Bearer ${credential.token}`, null)
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
    if (bearer !== undefined)
      return this.#answerBearer(bearer, { origin: asking.origin, access, credential, signal })
    if (challenges.some(({ scheme }) => scheme === 'basic')) return this.#answerBasic(access, credential)
    throw new CodedError(
      'AUTH_UNSUPPORTED',
      `"${access.registry}" asks for a kind of login that is not known here: ask who runs the registry for Basic or Bearer`,
    )
  }

  #answerBasic(access: RepositoryAccess, credential: Credential | null): Authorization {
    if (credential?.kind !== 'basic') throw refusedError(access, ANONYMOUS)
    const header = basicAuthorization(credential.username, credential.password)
    return this.#remember(access, untested(header, credential.username), BASIC_LIFE_MS)
  }

  async #answerBearer(challenge: Challenge, asked: Asked): Promise<Authorization> {
    const { origin, access, credential } = asked
    const realm = URL.parse(challenge.parameters['realm'] ?? '')
    const trust = realm === null ? 'refused' : trustOfRealm(origin, realm)
    if (realm === null || trust === 'refused') {
      throw refusedError(access, { kind: 'login-withheld', realm: realm?.host ?? '' })
    }
    const login = trust === 'login' ? credential : null
    const token = await this.#token({ challenge, realm, asked, login })
    if (token !== null) return this.#bearer(token, access, identityOf(credential, trust, realm))
    return this.#anonymousInstead({ challenge, realm, asked, login: null }, login)
  }

  /** A stale login must not keep a public package away. */
  async #anonymousInstead(plan: TokenPlan, refused: Credential | null): Promise<Authorization> {
    const { access, credential } = plan.asked
    const withheld: Identity = { kind: 'login-withheld', realm: plan.realm.host }
    if (refused === null) throw refusedError(access, credential === null ? ANONYMOUS : withheld)
    const identity: Identity = { kind: 'login-refused', user: userOf(refused) }
    // Nobody publishes without a login.
    const token = access.action === 'push' ? null : await this.#token(plan)
    if (token === null) throw refusedError(access, identity)
    this.#parts.logger.warn(
      { registry: access.registry },
      'The registry refused the login; going on without it',
    )
    return this.#bearer(token, access, identity)
  }

  async #token({ challenge, realm, asked, login }: TokenPlan): Promise<RegistryToken | null> {
    const { repository, action } = asked.access
    const own = `repository:${repository}:${action === 'push' ? 'pull,push' : 'pull'}`
    const scopes = [...new Set([own, challenge.parameters['scope'] ?? own])]
    const service = challenge.parameters['service'] ?? null
    return fetchToken(this.#parts.transport, {
      realm,
      service,
      scopes,
      credential: login,
      signal: asked.signal,
    })
  }

  #bearer(token: RegistryToken, access: RepositoryAccess, identity: Identity): Authorization {
    // The token server took the login: a registry that refuses its token means the repository.
    const authorization = { header: `Bearer ${token.token}`, identity, whenRefused: identity }
    return this.#remember(access, authorization, token.expiresInMs - EXPIRY_MARGIN_MS)
  }

  #remember(access: RepositoryAccess, authorization: Authorization, lifeMs: number): Authorization {
    this.#cache.set(cacheKey(access), { authorization, expiresAt: Date.now() + lifeMs })
    return authorization
  }
}

interface Asked {
  readonly origin: URL
  readonly access: RepositoryAccess
  readonly credential: Credential | null
  readonly signal: AbortSignal | undefined
}

interface TokenPlan {
  readonly challenge: Challenge
  readonly realm: URL
  readonly asked: Asked
  readonly login: Credential | null
}

function identityOf(credential: Credential | null, trust: 'login' | 'anonymous', realm: URL): Identity {
  if (credential === null) return ANONYMOUS
  return trust === 'login'
    ? { kind: 'login', user: userOf(credential) }
    : { kind: 'login-withheld', realm: realm.host }
}

/** A login that the registry itself will judge. */
function untested(header: string, user: string | null): Authorization {
  return { header, identity: { kind: 'login', user }, whenRefused: { kind: 'login-refused', user } }
}

function userOf(credential: Credential): string | null {
  return credential.kind === 'basic' ? credential.username : null
}

function cacheKey({ registry, repository, action }: RepositoryAccess): string {
  return `${action} ${registry}/${repository}`
}
