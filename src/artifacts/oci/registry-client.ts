import { describeError, isCodedError, type Logger } from '#platform'

import type { HttpRequest, HttpResponse, RequestBody } from '../http/http-request.ts'
import type { HttpTransport } from '../http/http-transport.ts'
import type { RegistryRules } from '../registry-rules.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import type { Authorization, Identity, RegistryAction } from './login/authorization.ts'
import type { AskingRegistry, Authorizer } from './login/authorizer.ts'

/** An answer of a registry and who it was given to. */
export interface RegistryAnswer {
  readonly response: HttpResponse
  readonly identity: Identity
}

/** What to ask for inside a repository. */
export interface RegistryQuery {
  /** What follows `/v2/<repository>/`, or the whole address that an earlier answer gave. */
  readonly path: string | URL
  readonly headers?: Readonly<Record<string, string>>
  /** Passes mirrors over. */
  readonly isAtOrigin?: boolean
  readonly signal?: AbortSignal | undefined
}

/** Any request of the distribution specification. */
export interface RegistryRequest extends RegistryQuery {
  readonly method: HttpRequest['method']
  readonly body?: RequestBody | undefined
  /** What the login has to allow; `pull` where nothing is said. */
  readonly action?: RegistryAction
}

/** What the client is made of. */
export interface RegistryClientParts {
  readonly transport: HttpTransport
  readonly authorizer: Authorizer
  /** Where components may come from, and what is asked before a registry. */
  readonly rules: RegistryRules
  readonly logger: Logger
  /** Finds the address of a registry. */
  readonly endpointOf: (registry: string) => Promise<URL>
}

/** How bytes of a mirror fail that the registry itself would have right. */
const WRONG_CONTENT: ReadonlySet<string> = new Set([
  'DIGEST_MISMATCH',
  'MANIFEST_INVALID',
  'NOT_A_COMPONENT',
  'TIMED_OUT',
  'TOO_LARGE',
  'TRUNCATED',
])

/** Sends requests to registries and logs in when they ask for it. */
export class RegistryClient {
  readonly #parts: RegistryClientParts
  readonly #endpoints = new Map<string, URL>()

  constructor(parts: RegistryClientParts) {
    this.#parts = parts
  }

  /** Every status but an unanswered 401 is handed to the caller. @throws CodedError as `HttpTransport.send` and `Authorizer.answer` */
  async get(repository: RepositoryName, query: RegistryQuery): Promise<RegistryAnswer> {
    this.#parts.rules.assertAllowed(repository)
    for (const mirror of query.isAtOrigin === true ? [] : this.#mirrorsOf(repository, query.path)) {
      const answer = await this.#askMirror(mirror, query)
      if (answer !== null) return answer
    }
    return this.send(repository, { ...query, method: 'GET' })
  }

  /** Runs `attempt`, and once more without mirrors where what they gave turns out to be something else. */
  async distrustingMirrors<T>(
    { repository, path }: { readonly repository: RepositoryName; readonly path: string },
    attempt: (isAtOrigin: boolean) => Promise<T>,
  ): Promise<T> {
    if (this.#mirrorsOf(repository, path).length === 0) return attempt(true)
    try {
      return await attempt(false)
    } catch (error) {
      if (!isCodedError(error) || !WRONG_CONTENT.has(error.code)) throw error
      this.#parts.logger.warn({ reason: error.message }, 'A mirror has something else: going to the registry')
      return attempt(true)
    }
  }

  #mirrorsOf(repository: RepositoryName, path: string | URL): readonly RepositoryName[] {
    return path instanceof URL ? [] : this.#parts.rules.mirrorsOf(repository, path)
  }

  /** What a mirror has; whatever goes wrong with it, there is the registry itself. */
  async #askMirror(mirror: RepositoryName, query: RegistryQuery): Promise<RegistryAnswer | null> {
    const { logger } = this.#parts
    try {
      const answer = await this.send(mirror, { ...query, method: 'GET' })
      if (answer.response.status === 200 || answer.response.status === 206) return answer
      await answer.response.discard()
      logger.debug({ mirror: mirror.registry, status: answer.response.status }, 'A mirror does not have it')
    } catch (error) {
      if (query.signal?.aborted === true) throw error
      logger.warn({ mirror: mirror.registry, reason: describeError(error) }, 'A mirror cannot be used')
    }
    return null
  }

  /** As `get`, with any method. @throws CodedError as `HttpTransport.send` and `Authorizer.answer` */
  async send(repository: RepositoryName, request: RegistryRequest): Promise<RegistryAnswer> {
    const { authorizer, rules } = this.#parts
    rules.assertAllowed(repository)
    const access = { ...repository, action: request.action ?? 'pull' }
    const origin =
      this.#endpoints.get(repository.registry) ?? (await this.#parts.endpointOf(repository.registry))
    const { path } = request
    const url = path instanceof URL ? path : new URL(`/v2/${repository.repository}/${path}`, origin)
    // An address elsewhere carries its own right to write, and our login is none of its business.
    const isAtHome = url.origin === origin.origin
    const first = await this.#send(url, request, isAtHome ? authorizer.remembered(access) : null)
    // Remembered only now: a registry that was down may come back with TLS.
    this.#endpoints.set(repository.registry, origin)
    const asking = challengeOf(first.response, origin)
    if (asking === null) return first
    await first.response.discard()
    authorizer.forget(access)
    const second = await this.#send(url, request, await authorizer.answer(asking, access, request.signal))
    if (second.response.status === 401) authorizer.forget(access)
    return second
  }

  /** @see HttpTransport.nextAddress */
  nextAddress({ response }: RegistryAnswer): URL {
    return this.#parts.transport.nextAddress(response)
  }

  /** Repeats what takes more than one request while it fails in a way that passes. */
  async repeat(attempt: () => Promise<RegistryAnswer>, signal?: AbortSignal): Promise<RegistryAnswer> {
    let last: RegistryAnswer | undefined
    const response = await this.#parts.transport.repeat(async () => (last = await attempt()).response, signal)
    return { response, identity: last?.identity ?? { kind: 'anonymous' } }
  }

  async #send(
    url: URL,
    { method, headers, body, signal }: RegistryRequest,
    authorization: Authorization | null,
  ): Promise<RegistryAnswer> {
    const login = authorization?.header ? { authorization: authorization.header } : {}
    const request = { method, url, headers: { ...headers, ...login }, body }
    const response = await this.#parts.transport.send(request, signal)
    const refused = response.status === 401
    const identity = refused ? authorization?.whenRefused : authorization?.identity
    return { response, identity: identity ?? { kind: 'anonymous' } }
  }
}

/** The challenge of the registry itself; a server that we were redirected to must not ask for its login. */
function challengeOf(response: HttpResponse, origin: URL): AskingRegistry | null {
  const header = response.headers['www-authenticate']
  if (response.status !== 401 || response.url.origin !== origin.origin || header === undefined) return null
  return { origin, header }
}
