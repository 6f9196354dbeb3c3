import type { HttpResponse } from '../http/http-request.ts'
import type { HttpTransport } from '../http/http-transport.ts'
import type { RepositoryName } from '../repository-name.ts'
import type { Authorization, Identity } from './login/authorization.ts'
import type { AskingRegistry, Authorizer } from './login/authorizer.ts'

/** An answer of a registry and who it was given to. */
export interface RegistryAnswer {
  readonly response: HttpResponse
  readonly identity: Identity
}

/** What to ask for inside a repository. */
export interface RegistryQuery {
  /** What follows `/v2/<repository>/`. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** What the client is made of. */
export interface RegistryClientParts {
  readonly transport: HttpTransport
  readonly authorizer: Authorizer
  /** Finds the address of a registry. */
  readonly endpointOf: (registry: string) => Promise<URL>
}

/** Sends GET requests to registries and logs in when they ask for it. */
export class RegistryClient {
  readonly #parts: RegistryClientParts
  readonly #endpoints = new Map<string, URL>()

  constructor(parts: RegistryClientParts) {
    this.#parts = parts
  }

  /** Every status but an unanswered 401 is handed to the caller. @throws CodedError as `HttpTransport.send` and `Authorizer.answer` */
  async get(repository: RepositoryName, query: RegistryQuery): Promise<RegistryAnswer> {
    const { authorizer } = this.#parts
    const origin =
      this.#endpoints.get(repository.registry) ?? (await this.#parts.endpointOf(repository.registry))
    const url = new URL(`/v2/${repository.repository}/${query.path}`, origin)
    const first = await this.#send(url, query, authorizer.remembered(repository))
    // Remembered only now: a registry that was down may come back with TLS.
    this.#endpoints.set(repository.registry, origin)
    const asking = challengeOf(first.response, origin)
    if (asking === null) return first
    await first.response.discard()
    authorizer.forget(repository)
    const second = await this.#send(url, query, await authorizer.answer(asking, repository, query.signal))
    if (second.response.status === 401) authorizer.forget(repository)
    return second
  }

  async #send(url: URL, query: RegistryQuery, authorization: Authorization | null): Promise<RegistryAnswer> {
    const login = authorization?.header ? { authorization: authorization.header } : {}
    const request = { method: 'GET', url, headers: { ...query.headers, ...login } } as const
    const response = await this.#parts.transport.send(request, query.signal)
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
