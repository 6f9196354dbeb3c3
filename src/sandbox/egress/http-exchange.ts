import type { FlowError, FlowStep, HeaderEntry, HttpRequestHead } from '../protocol/egress-protocol.ts'
import { Attempt } from './attempt.ts'
import { bodyLengthOf, ofLength } from './body-length.ts'
import { FlowFailure, isConnectFailure, toFlowError } from './flow-failure.ts'
import type { Flow, FlowContext } from './flow.ts'
import { announcedTrailers, outgoingHeaders, outgoingTrailers } from './header-fields.ts'
import { type HttpAttempt, httpAttemptOf } from './http-attempt.ts'
import type { OutgoingHead } from './network-access.ts'
import { OutgoingBytes } from './outgoing-bytes.ts'
import { sendPooled } from './pooled-request.ts'
import { ResponseRelay } from './response-relay.ts'
import { sendStreamed } from './streamed-request.ts'
import type { Upstream } from './upstream-pool.ts'

/** Servers may refuse them with a body, even with an empty one. */
const BODYLESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/** One HTTP request of a guest and its response. */
export class HttpExchange implements Flow {
  readonly #head: HttpRequestHead
  readonly #context: FlowContext
  /** Of the body, in bytes; null where nobody knows. */
  #length: number | null = null
  /** Null where the request has none. */
  #body: OutgoingBytes | null = null
  #trailers: [name: string, value: string][] = []
  readonly #stopped = Promise.withResolvers<never>()
  #attempt: Attempt<HttpAttempt> | null = null
  #relay: ResponseRelay | null = null
  #isStopped = false
  #isOver = false

  constructor(head: HttpRequestHead, context: FlowContext) {
    this.#head = head
    this.#context = context
    this.#stopped.promise.catch(() => {})
    void this.#run()
  }

  receive(step: FlowStep): boolean {
    switch (step.kind) {
      case 'data':
        return this.#body?.push(step.bytes) ?? false
      case 'end':
        this.#end(step.trailers)
        return true
      case 'credit':
        return this.#relay?.grant(step.bytes) ?? false
      case 'cancel':
        this.close()
        return true
      case 'datagram':
        return false
    }
  }

  close(): void {
    // In this order: nothing more is said to a guest that has left.
    this.#finish()
    this.#stop(new FlowFailure('connection-terminated'))
  }

  /** RFC 9110, 6.5.1: trailers may be dropped on the way, and are where undici sends the request. */
  #end(trailers: readonly HeaderEntry[]): void {
    try {
      this.#trailers = outgoingTrailers(trailers)
      this.#body?.end()
    } catch (error) {
      this.#stop(error instanceof FlowFailure ? error : new FlowFailure('internal'))
    }
  }

  async #run(): Promise<void> {
    const connectMs = Math.min(this.#head.timeouts.connectMs ?? Infinity, this.#context.settings.connectMs)
    const timer = setTimeout(() => this.#passConnectTimeout(), connectMs)
    try {
      this.#expectBody()
      this.#attempt = new Attempt(httpAttemptOf(this.#head), this.#context)
      const addresses = await Promise.race([this.#attempt.resolve(), this.#stopped.promise])
      this.#finish(await this.#sendToAny(this.#attempt, addresses))
    } catch (error) {
      this.#finish(toFlowError(error))
    } finally {
      clearTimeout(timer)
    }
  }

  #expectBody(): void {
    this.#length = bodyLengthOf(this.#head)
    if (this.#length === 0) return
    this.#body = new OutgoingBytes((bytes) => this.#context.reply({ kind: 'credit', bytes }))
  }

  /** Tries one address after the other until one takes the connection. */
  async #sendToAny(attempt: Attempt<HttpAttempt>, addresses: readonly string[]): Promise<FlowError | null> {
    const head = this.#context.access.inject(this.#head, attempt.target)
    let failure: FlowError | null = null
    for (const address of addresses) {
      attempt.connectTo(address)
      this.#relay = this.#send(head, { ...attempt.target, address })
      failure = await this.#relay.done
      if (failure === null || this.#isStopped || this.#relay.isStarted || !isConnectFailure(failure)) break
    }
    return failure
  }

  #send({ pathWithQuery, headers }: OutgoingHead, upstream: HttpAttempt & Upstream): ResponseRelay {
    const relay = new ResponseRelay({
      timeouts: this.#head.timeouts,
      limitBytes: this.#context.settings.responseBytes,
      turn: this.#context.turn,
      reply: this.#context.reply,
    })
    const request = {
      upstream,
      method: upstream.method,
      path: pathWithQuery,
      headers: outgoingHeaders(headers),
      length: this.#length,
    }
    const announced = announcedTrailers(headers)
    const body = this.#body && this.#counted(this.#body)
    if (body !== null && this.#isStreamed(upstream, announced.length > 0)) {
      const { upstreams, turn } = this.#context
      const { trust } = upstreams
      sendStreamed({ ...request, announced, body, trailers: () => this.#trailers, trust, turn }, relay)
    } else sendPooled({ ...request, body }, this.#context.upstreams, relay)
    return relay
  }

  #counted(body: OutgoingBytes): AsyncIterable<Uint8Array> {
    return this.#length === null ? body : ofLength(this.#length, body)
  }

  /** Whether the head has to go out before the body, or trailers after it; a body of a GET is empty as a rule. */
  #isStreamed({ scheme, method }: HttpAttempt, announcesTrailers: boolean): boolean {
    if (this.#head.bodyLength !== null) return false
    return announcesTrailers || (scheme === 'http' && !BODYLESS_METHODS.has(method))
  }

  #passConnectTimeout(): void {
    if (this.#relay?.isStarted !== true) this.#stop(new FlowFailure('connection-timeout'))
  }

  #stop(reason: FlowFailure): void {
    this.#isStopped = true
    this.#stopped.reject(reason)
    this.#relay?.abort(reason)
  }

  #finish(failure: FlowError | null = null): void {
    if (this.#isOver) return
    this.#isOver = true
    if (failure !== null) this.#context.reply({ kind: 'failed', error: failure })
    this.#attempt?.end({
      bytesSent: this.#body?.sent ?? 0,
      bytesReceived: this.#relay?.received ?? 0,
    })
    this.#context.over()
  }
}
