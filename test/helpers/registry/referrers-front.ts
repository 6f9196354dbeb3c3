import type { IncomingMessage, ServerResponse } from 'node:http'

import { LoopbackServer } from './loopback-server.ts'

/** A registry with the referrers API in front of one without; what it lists is up to the test. */
export class ReferrersFront implements AsyncDisposable {
  /** `127.0.0.1:<port>`. */
  readonly host: string
  readonly #server: LoopbackServer
  readonly #lists: Map<string, readonly object[] | null>

  private constructor(server: LoopbackServer, lists: Map<string, readonly object[] | null>) {
    this.host = `127.0.0.1:${server.port}`
    this.#server = server
    this.#lists = lists
  }

  /** Starts a front for the registry at `host`. */
  static async start(host: string): Promise<ReferrersFront> {
    const lists = new Map<string, readonly object[] | null>()
    const server = await LoopbackServer.start((request, response) => {
      const path = request.url ?? '/'
      const [, digest] = /\/referrers\/(sha256:[0-9a-f]{64})/.exec(path) ?? []
      if (digest !== undefined) {
        const list = lists.get(digest)
        if (list === null) {
          response.writeHead(503).end()
          return
        }
        const mediaType = 'application/vnd.oci.image.index.v1+json'
        response.setHeader('content-type', mediaType)
        response.end(JSON.stringify({ schemaVersion: 2, mediaType, manifests: list ?? [] }))
      }
      forward(`http://${host}${path}`, request, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : new Error(String(error))),
      )
    })
    return new ReferrersFront(server, lists)
  }

  /** Lists these as what refers to a manifest; null to be out of order. */
  list(manifestDigest: string, manifests: readonly object[] | null): void {
    this.#lists.set(manifestDigest, manifests)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]()
  }
}

async function forward(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await fetch(url, { headers: { accept: request.headers.accept ?? '*/*' } })
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
  response.end(Buffer.from(await answer.arrayBuffer()))
}
