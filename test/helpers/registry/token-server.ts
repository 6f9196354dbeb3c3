import { randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

import { certificateBase64, type Identity } from './certificates.ts'

/** What the token server knows. */
export interface TokenServerOptions {
  readonly signer: Identity
  readonly username: string
  readonly password: string
  /** Accepted by `grant_type=refresh_token`. */
  readonly refreshToken?: string
  /** Repositories that anybody may pull. */
  readonly publicRepositories?: readonly string[]
  readonly expiresInS?: number
}

/** The `service` and `issuer` of its tokens. */
export const TOKEN_SERVICE = 'test-registry'
export const TOKEN_ISSUER = 'test-issuer'

/** A token server as hosted registries have one; docker-registry accepts its tokens. */
export class TokenServer implements AsyncDisposable {
  readonly realm: string
  /** What was asked, newest last. */
  readonly requests: string[] = []
  readonly #server: Server
  readonly #options: TokenServerOptions

  private constructor(server: Server, port: number, options: TokenServerOptions) {
    this.realm = `http://127.0.0.1:${port}/token`
    this.#server = server
    this.#options = options
  }

  static async start(options: TokenServerOptions): Promise<TokenServer> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const started = new TokenServer(server, typeof address === 'object' ? (address?.port ?? 0) : 0, options)
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void started.#answer(request, response),
    )
    return started
  }

  /** A token for any scope. */
  issue(scopes: readonly string[]): string {
    const { signer, expiresInS = 300 } = this.#options
    const now = Math.floor(Date.now() / 1000)
    const header = { typ: 'JWT', alg: 'ES256', x5c: [certificateBase64(signer.certificate)] }
    const claims = {
      iss: TOKEN_ISSUER,
      sub: 'user',
      aud: TOKEN_SERVICE,
      exp: now + expiresInS,
      nbf: now - 10,
      iat: now,
      jti: randomUUID(),
      access: scopes.map(accessOf),
    }
    const signed = `${base64url(header)}.${base64url(claims)}`
    const signature = sign('sha256', Buffer.from(signed), { key: signer.key, dsaEncoding: 'ieee-p1363' })
    return `${signed}.${signature.toString('base64url')}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(
      `${request.method} ${request.headers.authorization === undefined ? 'anonymous' : 'login'}`,
    )
    const url = new URL(request.url ?? '/', this.realm)
    const form = new URLSearchParams(await text(request))
    const scopes =
      request.method === 'POST' ? (form.get('scope') ?? '').split(' ') : url.searchParams.getAll('scope')
    if (!this.#allows(request, form, scopes))
      return void response.writeHead(401).end('{"errors":[{"code":"DENIED"}]}')
    const token = this.issue(scopes)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({
        [request.method === 'POST' ? 'access_token' : 'token']: token,
        expires_in: this.#options.expiresInS,
      }),
    )
  }

  #allows(request: IncomingMessage, form: URLSearchParams, scopes: readonly string[]): boolean {
    const { username, password, refreshToken, publicRepositories = [] } = this.#options
    if (request.method === 'POST')
      return refreshToken !== undefined && form.get('refresh_token') === refreshToken
    const { authorization } = request.headers
    if (authorization !== undefined)
      return authorization === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    return scopes.every((scope) => publicRepositories.includes(accessOf(scope).name))
  }
}

function accessOf(scope: string): { type: string; name: string; actions: string[] } {
  const [type = '', name = '', actions = ''] = scope.split(':')
  return { type, name, actions: actions.split(',') }
}

function base64url(document: object): string {
  return Buffer.from(JSON.stringify(document)).toString('base64url')
}
