import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Who may use the registry, and how they say who they are. */
export type RegistryLogin =
  | { readonly kind: 'open' }
  /** As `htpasswd` does it. */
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** As hosted registries do it: a token server at `/token`. Anybody may read the public repositories. */
  | {
      readonly kind: 'bearer'
      readonly username: string
      readonly password: string
      readonly publicRepositories?: readonly string[]
    }

const TOKEN_LIFE_S = 300

/** Decides whether a request may pass and answers it when it may not. */
export class LoginGate {
  readonly #login: RegistryLogin
  /** Token to the scopes that it opens. */
  readonly #tokens = new Map<string, ReadonlySet<string>>()

  constructor(login: RegistryLogin) {
    this.#login = login
  }

  /** Whether the request may see the repository; else 401 has been answered. */
  admits(request: IncomingMessage, response: ServerResponse, repository: string | null): boolean {
    const login = this.#login
    const header = request.headers.authorization ?? ''
    switch (login.kind) {
      case 'open':
        return true
      case 'basic':
        return header === basic(login) || refuse(response, 'Basic realm="embedded-registry"')
      case 'bearer': {
        const scope = repository === null ? '' : `repository:${repository}:${actionOf(request)}`
        if (this.#tokens.get(header.replace(/^Bearer /, ''))?.has(scope)) return true
        const realm = `http://${request.headers.host}/token`
        const suffix = scope === '' ? '' : `,scope="${scope}"`
        return refuse(response, `Bearer realm="${realm}",service="embedded-registry"${suffix}`)
      }
    }
  }

  /** Answers a request for a token. */
  issueToken(request: IncomingMessage, response: ServerResponse, scopes: readonly string[]): void {
    const login = this.#login
    if (login.kind !== 'bearer') return void response.writeHead(404).end()
    const header = request.headers.authorization
    if (header !== undefined && header !== basic(login)) return void refuse(response, 'Basic realm="token"')
    const granted =
      header === undefined ? scopes.filter((scope) => isPublic(scope, login.publicRepositories)) : scopes
    if (granted.length < scopes.length) return void refuse(response, 'Basic realm="token"')
    const token = this.#issue(granted)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ token, expires_in: TOKEN_LIFE_S }))
  }

  /** An `Authorization` header that may pull from and push to a repository. */
  authorizationFor(repository: string): string | undefined {
    switch (this.#login.kind) {
      case 'open':
        return undefined
      case 'basic':
        return basic(this.#login)
      case 'bearer':
        return `Bearer ${this.#issue([`repository:${repository}:pull,push`])}`
    }
  }

  #issue(scopes: readonly string[]): string {
    const token = randomBytes(24).toString('base64url')
    this.#tokens.set(token, new Set([...scopes.flatMap(expandScope), '']))
    return token
  }
}

function refuse(response: ServerResponse, challenge: string): false {
  response.writeHead(401, { 'www-authenticate': challenge, 'content-type': 'application/json' })
  response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}')
  return false
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function actionOf({ method }: IncomingMessage): 'pull' | 'push' {
  return method === 'GET' || method === 'HEAD' ? 'pull' : 'push'
}

/** `repository:a:pull,push` is two scopes of one action each. */
function expandScope(scope: string): string[] {
  const [kind = '', name = '', actions = ''] = scope.split(':')
  return actions.split(',').map((action) => `${kind}:${name}:${action}`)
}

function isPublic(scope: string, repositories: readonly string[] = []): boolean {
  return repositories.some((repository) => scope === `repository:${repository}:pull`)
}
