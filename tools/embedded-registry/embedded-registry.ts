import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'

import type { PushTarget } from './push-component.ts'
import { RegistryContent } from './registry-content.ts'
import { LoginGate, type RegistryLogin } from './registry-login.ts'
import { answerCall, matchRoute, type Uploads } from './registry-routes.ts'

export type { RegistryLogin } from './registry-login.ts'

/** A small OCI registry on loopback that keeps everything in memory: for the demo, the benchmarks and tests. */
export class EmbeddedRegistry implements AsyncDisposable {
  /** `127.0.0.1:<port>`, as it stands in references. */
  readonly host: string
  /** `METHOD /path` of every request so far. */
  readonly requests: string[]
  readonly #server: Server

  readonly #gate: LoginGate

  private constructor(server: Server, requests: string[], gate: LoginGate) {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The embedded registry has no port')
    this.host = `127.0.0.1:${address.port}`
    this.requests = requests
    this.#server = server
    this.#gate = gate
  }

  /** Starts a registry on a free port. */
  static async start(login: RegistryLogin = { kind: 'open' }): Promise<EmbeddedRegistry> {
    const requests: string[] = []
    const gate = new LoginGate(login)
    const handle = createHandler(gate)
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`)
      handle(request, response).catch((error: unknown) => response.destroy(asError(error)))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new EmbeddedRegistry(server, requests, gate)
  }

  /** Where `pushComponent` puts a repository of this registry. */
  pushTarget(repository: string, tag: string): PushTarget {
    const authorization = this.#gate.authorizationFor(repository)
    return { origin: `http://${this.host}`, repository, tag, authorization }
  }

  /** Stops the server and ends its connections. */
  async close(): Promise<void> {
    this.#server.closeAllConnections()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function createHandler(
  gate: LoginGate,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const content = new RegistryContent()
  const uploads: Uploads = new Map()
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://registry')
    if (url.pathname === '/token') return gate.issueToken(request, response, url.searchParams.getAll('scope'))
    const route = matchRoute(url.pathname)
    if (!gate.admits(request, response, route?.repository ?? null)) return
    if (route !== null) return answerCall({ request, response, url, ...route }, content, uploads)
    response.writeHead(url.pathname === '/v2/' ? 200 : 404, { 'content-type': 'application/json' }).end('{}')
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
