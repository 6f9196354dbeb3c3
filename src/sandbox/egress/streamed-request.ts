import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type * as Http from 'node:http'
import { connect, isIP } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { connect as connectSecurely, type SecureContext } from 'node:tls'

import type { Dispatcher } from 'undici'

import { FlowFailure } from './flow-failure.ts'
import { lengthHeader, type OutgoingRequest } from './outgoing-request.ts'
import { PacedSocket } from './paced-socket.ts'
import type { ResponseRelay } from './response-relay.ts'
import type { Turn } from './turn.ts'
import { CONNECT_ATTEMPT_MS, MAX_RESPONSE_HEADERS_BYTES, originOf } from './upstream-pool.ts'

/** A request whose body the guest writes as it goes. */
export interface StreamedRequest extends OutgoingRequest {
  readonly body: AsyncIterable<Uint8Array>
  /** The header that says which trailers will come. */
  readonly announced: readonly string[]
  /** Asked when the body has ended: names with their values. */
  readonly trailers: () => readonly [name: string, value: string][]
  /** Whom it trusts; null for those whom Node trusts. */
  readonly trust: SecureContext | null
  readonly turn: Turn
}

/**
 * Sends a request over HTTP/1.1, on a connection of its own.
 *
 * undici sends the head with the first bytes of the body, for which a guest may wait until it has the response, and no trailers.
 */
export function sendStreamed(request: StreamedRequest, relay: ResponseRelay): void {
  new StreamedExchange(request, relay).start()
}

/** One request and its response, as the relay knows those of undici. */
class StreamedExchange implements Dispatcher.DispatchController {
  readonly #request: StreamedRequest
  readonly #relay: ResponseRelay
  readonly #outgoing: ClientRequest
  readonly #paced: PacedSocket
  #incoming: IncomingMessage | null = null
  aborted = false
  reason: Error | null = null

  constructor(request: StreamedRequest, relay: ResponseRelay) {
    this.#request = request
    this.#relay = relay
    this.#paced = openPaced(request)
    this.#outgoing = openRequest(request, this.#paced)
  }

  start(): void {
    const timer = setTimeout(() => this.abort(new FlowFailure('connection-timeout')), CONNECT_ATTEMPT_MS)
    this.#outgoing
      .once('socket', (socket) =>
        socket.once('connect', () => this.#begin()).once('connect', () => clearTimeout(timer)),
      )
      .on('information', ({ statusCode }) => this.#relay.onResponseStart(this, statusCode, {}))
      .once('response', (response) => this.#receive(response))
      .on('error', (error) => this.#relay.onResponseError(this, error))
      .once('close', () => {
        clearTimeout(timer)
        // A response that is there may still be read when its connection has gone.
        if (this.#incoming === null) this.#fail()
      })
    this.#outgoing.flushHeaders()
  }

  get paused(): boolean {
    return this.#incoming?.isPaused() === true
  }

  pause(): void {
    this.#incoming?.pause()
    this.#paced.hold()
  }

  resume(): void {
    this.#paced.release()
    this.#incoming?.resume()
  }

  abort(reason: Error): void {
    this.aborted = true
    this.reason = reason
    this.#outgoing.destroy(reason)
  }

  /** It matters only where the response has not ended. */
  #fail(): void {
    this.#relay.onResponseError(this, new FlowFailure('connection-terminated'))
  }

  #begin(): void {
    this.#relay.onRequestStart(this)
    if (!this.aborted) void this.#writeBody()
  }

  async #writeBody(): Promise<void> {
    const { body, trailers } = this.#request
    try {
      await pipeline(Readable.from(body, { highWaterMark: 1 }), this.#outgoing, { end: false })
      this.#outgoing.addTrailers(trailers())
      this.#outgoing.end()
    } catch (error) {
      this.#outgoing.destroy(error instanceof Error ? error : undefined)
    }
  }

  #receive(response: IncomingMessage): void {
    this.#incoming = response
    this.#relay.onResponseStart(this, response.statusCode ?? 0, response.headersDistinct)
    response
      .on('data', (chunk: Buffer) => {
        if (!this.aborted) this.#relay.onResponseData(this, chunk)
      })
      .on('error', (error) => this.#relay.onResponseError(this, error))
      .once('close', () => this.#fail())
      .once('end', () => {
        this.#relay.onResponseEnd(this, response.trailersDistinct)
        // What the server did not wait for, it does not want.
        if (!this.#outgoing.writableFinished) this.#outgoing.destroy()
      })
  }
}

function openPaced({ upstream: { scheme, host, address, port }, trust, turn }: StreamedRequest): PacedSocket {
  // An address that was decided on, never a name.
  const to = { host: address, port }
  if (scheme === 'http') return new PacedSocket(connect(to), 'connect', turn)
  const socket = connectSecurely({
    ...to,
    servername: isIP(host) === 0 ? host : '',
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(trust === null ? {} : { secureContext: trust }),
  })
  return new PacedSocket(socket, 'secureConnect', turn)
}

function openRequest(request: StreamedRequest, paced: PacedSocket): ClientRequest {
  const { upstream, method, path } = request
  const options: RequestOptions = {
    method,
    path,
    headers: [
      'host',
      new URL(originOf(upstream)).host,
      'connection',
      'close',
      ...request.headers,
      ...framing(request),
    ],
    // An agent would make a connection of its own.
    agent: undefined,
    createConnection: () => paced,
    maxHeaderSize: MAX_RESPONSE_HEADERS_BYTES,
  }
  return builtin<typeof Http>('node:http').request(options)
}

/** Trailers come behind chunks alone, and so does the end of a body of unknown length, whatever the method. */
function framing(request: StreamedRequest): readonly string[] {
  const isPlain = request.announced.length === 0 && request.length !== null
  return isPlain ? lengthHeader(request) : [...request.announced, 'transfer-encoding', 'chunked']
}

/** Loaded when a guest first needs it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names what is loaded
function builtin<Module>(name: string): Module {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module of Node
  return process.getBuiltinModule(name) as Module
}
