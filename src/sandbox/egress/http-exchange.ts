import { Readable } from 'node:stream'

import type { NetworkAttempt } from '#policy'

import type { FlowError, FlowStep, HeaderEntry, HttpRequestHead } from '../protocol/egress-protocol.ts'
import { Attempt } from './attempt.ts'
import { FlowFailure, isConnectFailure, toFlowError } from './flow-failure.ts'
import type { Flow, FlowContext } from './flow.ts'
import { announcedTrailers, outgoingHeaders, outgoingTrailers } from './header-fields.ts'
import { httpAttemptOf } from './http-attempt.ts'
import type { OutgoingHead } from './network-access.ts'
import { OutgoingBytes } from './outgoing-bytes.ts'
import { ResponseRelay } from './response-relay.ts'
import { sendStreamed } from './streamed-request.ts'
import type { Upstream } from './upstream-pool.ts'

/** Servers may refuse them with a body, even with an empty one. */
const BODYLESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/** One HTTP request of a guest and its response. */
export class HttpExchange implements Flow {
  readonly #head: HttpRequestHead
  readonly #context: FlowContext
  /** Null where the request has none. */
  readonly #body: OutgoingBytes | null
  #trailers: [name: string, value: string][] = []
  readonly #stopped = Promise.withResolvers<never>()
  #attempt: Attempt<NetworkAttempt> | null = null
  #relay: ResponseRelay | null = null
  #isStopped = false
  #isOver = false

  constructor(head: HttpRequestHead, context: FlowContext) {
    this.#head = head
    this.#context = context
    const grant = (bytes: number): void => context.reply({ kind: 'credit', bytes })
    this.#body = head.bodyLength === 0 ? null : new OutgoingBytes(grant)
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
    this.#stop(new FlowFailure('connection-terminated'))
    this.#finish()
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
      this.#attempt = new Attempt(httpAttemptOf(this.#head), this.#context)
      const addresses = await Promise.race([this.#attempt.resolve(), this.#stopped.promise])
      this.#finish(await this.#sendToAny(this.#attempt, addresses))
    } catch (error) {
      this.#finish(toFlowError(error))
    } finally {
      clearTimeout(timer)
    }
  }

  /** Tries one address after the other until one takes the connection. */
  async #sendToAny(
    attempt: Attempt<NetworkAttempt>,
    addresses: readonly string[],
  ): Promise<FlowError | null> {
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

  #send({ pathWithQuery, headers }: OutgoingHead, upstream: Omit<Upstream, 'scheme'>): ResponseRelay {
    const { settings, upstreams } = this.#context
    const { scheme, method, timeouts } = this.#head
    const relay = new ResponseRelay({
      timeouts,
      limitBytes: settings.responseBytes,
      reply: this.#context.reply,
    })
    const request = { method, path: pathWithQuery }
    const announced = announcedTrailers(headers)
    if (this.#body !== null && this.#isStreamed(announced.length > 0)) {
      sendStreamed(
        {
          ...request,
          upstream: { ...upstream, scheme },
          headers: [...outgoingHeaders(headers), ...announced],
          body: this.#body,
          trailers: () => this.#trailers,
          certificates: upstreams.certificates,
        },
        relay,
      )
      return relay
    }
    upstreams.get({ ...upstream, scheme }).dispatch(
      {
        ...request,
        headers: this.#withLength(outgoingHeaders(headers)),
        body: this.#body && Readable.from(this.#body, { highWaterMark: 1 }),
      },
      relay,
    )
    return relay
  }

  /** Whether the head has to go out before the body, or trailers after it; a body of a GET is empty as a rule. */
  #isStreamed(announcesTrailers: boolean): boolean {
    const { bodyLength, scheme, method } = this.#head
    if (bodyLength !== null) return false
    return announcesTrailers || (scheme === 'http' && !BODYLESS_METHODS.has(method))
  }

  /** A body that was handed over whole goes out with its length: not every server takes it in chunks. */
  #withLength(headers: string[]): string[] {
    const { bodyLength } = this.#head
    const isNamed = headers.some((text, index) => index % 2 === 0 && text.toLowerCase() === 'content-length')
    return bodyLength === null || bodyLength === 0 || isNamed
      ? headers
      : [...headers, 'content-length', String(bodyLength)]
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
