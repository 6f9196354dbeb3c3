import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'

import { buffer } from 'node:stream/consumers'

import { request as send } from 'undici'

/** What the registry behind the front answered. */
export interface UpstreamAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** One request at the front. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** How often this path was asked for before. */
  readonly repetition: number
  readonly upstream: UpstreamAnswer
}

/** Answers the request in its own way; by calling `pass` it lets the true answer through, changed or not. */
export type Fault = (exchange: Exchange, pass: (changed?: Partial<UpstreamAnswer>) => void) => void

/** A server before a registry that misbehaves where a test wants it to. */
export class FaultyFront implements AsyncDisposable {
  /** `127.0.0.1:<port>`, as it stands in references. */
  readonly host: string
  /** `METHOD /path range` of every request so far. */
  readonly requests: string[]
  readonly #server: Server

  private constructor(server: Server, requests: string[]) {
    const address = server.address()
    this.host = `127.0.0.1:${typeof address === 'object' ? address?.port : address}`
    this.requests = requests
    this.#server = server
  }

  /** Starts a front; `faults` are asked by the first pattern that fits the path. */
  static async start(upstream: string, faults: readonly (readonly [RegExp, Fault])[]): Promise<FaultyFront> {
    const requests: string[] = []
    const counts = new Map<string, number>()
    const server = createServer((request, response) => void answer(request, response))
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const path = request.url ?? '/'
      requests.push([request.method, path, request.headers.range].filter(Boolean).join(' '))
      const repetition = counts.get(path) ?? 0
      counts.set(path, repetition + 1)
      const truth = await askUpstream(`http://${upstream}${path}`, request)
      const pass = (changed: Partial<UpstreamAnswer> = {}): void =>
        answerWith(response, { ...truth, ...changed })
      const fault = faults.find(([pattern]) => pattern.test(path))?.[1]
      if (fault === undefined) pass()
      else fault({ request, response, repetition, upstream: truth }, pass)
    }
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new FaultyFront(server, requests)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

/** Destroys the connection after some bytes of a body that was announced whole. */
export function cutAfter(bytes: number, { response, upstream }: Exchange): void {
  response.writeHead(upstream.status, { ...upstream.headers })
  response.write(upstream.body.subarray(0, bytes), () => setImmediate(() => response.destroy()))
}

async function askUpstream(url: string, request: IncomingMessage): Promise<UpstreamAnswer> {
  const { host, connection: _connection, 'transfer-encoding': _encoding, ...passed } = request.headers
  // A registry gives the next address of an upload by the name that it was asked under.
  const headers = { ...passed, 'x-forwarded-host': host }
  const method = request.method ?? 'GET'
  const body = method === 'GET' || method === 'HEAD' ? null : await buffer(request)
  const answer = await send(url, { method, headers, body })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: Buffer.from(await answer.body.arrayBuffer()),
  }
}

function answerWith(response: ServerResponse, { status, headers, body }: UpstreamAnswer): void {
  const { connection: _connection, 'transfer-encoding': _encoding, ...passed } = headers
  response.writeHead(status, { ...passed, 'content-length': body.length }).end(body)
}
