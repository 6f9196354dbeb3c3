import type { IncomingHttpHeaders } from 'node:http'

import type { Dispatcher } from 'undici'

import type { FlowError, FlowReply, HttpTimeouts } from '../protocol/egress-protocol.ts'
import { FlowFailure, toFlowError } from './flow-failure.ts'
import { incomingHeaders } from './header-fields.ts'
import { JoinedReplies } from './joined-replies.ts'
import { ReceiveCredit } from './receive-credit.ts'
import type { Turn } from './turn.ts'

/** What the relay needs of its exchange. */
export interface RelayOptions {
  readonly timeouts: HttpTimeouts
  /** The longest body, in bytes. */
  readonly limitBytes: number
  readonly turn: Turn
  readonly reply: (message: FlowReply) => void
}

const FIRST_FINAL_STATUS = 200

/** Answers such as 103 before the answer; no server has as many to give, and each costs us more than it. */
const MAX_INTERIM = 32

/** The longest time that a timer takes; asked for more, it would fire at once. No call lasts so long. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

/** Passes a response on to the guest, no faster than the guest reads. */
export class ResponseRelay implements Dispatcher.DispatchHandler {
  readonly #options: RelayOptions
  readonly #done = Promise.withResolvers<FlowError | null>()
  #controller: Dispatcher.DispatchController | null = null
  #abortedFor: Error | null = null
  readonly #credit = new ReceiveCredit()
  readonly #joined = new JoinedReplies((bytes, cost) => this.#pass(bytes, cost))
  #received = 0
  #hasToWait = false
  #isOver = false
  #interim = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: RelayOptions) {
    this.#options = options
  }

  /** How it ended: null when the response is complete. */
  get done(): Promise<FlowError | null> {
    return this.#done.promise
  }

  /** Whether the request went out. */
  get isStarted(): boolean {
    return this.#controller !== null
  }

  /** Bytes of the body. */
  get received(): number {
    return this.#received
  }

  /** The guest has read so many bytes; false when it was not sent so many. */
  grant(bytes: number): boolean {
    if (!this.#credit.restore(bytes)) return false
    this.#goOn()
    return true
  }

  abort(reason: Error): void {
    this.#end()
    this.#abortedFor ??= reason
    this.#controller?.abort(reason)
    this.#done.resolve(toFlowError(reason))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // undici sends again what a server claims not to have begun: that would be two requests for one decision.
    if (this.#controller !== null) this.#abortedFor ??= new FlowFailure('connection-terminated')
    this.#controller = controller
    if (this.#abortedFor !== null) controller.abort(this.#abortedFor)
    else this.#arm(this.#options.timeouts.firstByteMs)
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingHttpHeaders): void {
    if (status < FIRST_FINAL_STATUS) return this.#countInterim()
    this.#options.reply({ kind: 'response', status, headers: incomingHeaders(headers) })
    this.#arm(this.#options.timeouts.betweenBytesMs)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#received += chunk.length
    // A decompressed or endless body must not fill the guest's memory or our channel.
    if (this.#received > this.#options.limitBytes) return this.abort(new FlowFailure('response-body-size'))
    this.#joined.push(chunk)
    if (!this.#options.turn.take()) this.#wait()
    if (this.#hasToWait || !this.#hasRoom) controller.pause()
  }

  onResponseEnd(_controller: unknown, trailers: IncomingHttpHeaders): void {
    this.#end()
    this.#options.reply({ kind: 'end', trailers: incomingHeaders(trailers) })
    this.#done.resolve(null)
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#end()
    this.#done.resolve(toFlowError(this.#abortedFor ?? error))
  }

  get #hasRoom(): boolean {
    return this.#credit.isLeft && this.#joined.bytes < this.#credit.left
  }

  #pass(bytes: Uint8Array, cost: number): void {
    this.#credit.spend(cost)
    this.#options.reply({ kind: 'data', bytes })
    if (this.#credit.isLeft && !this.#isOver) this.#arm(this.#options.timeouts.betweenBytesMs)
    else clearTimeout(this.#timer)
  }

  #countInterim(): void {
    if (++this.#interim > MAX_INTERIM) this.abort(new FlowFailure('protocol'))
  }

  #end(): void {
    this.#isOver = true
    this.#joined.flush()
    clearTimeout(this.#timer)
  }

  #wait(): void {
    if (this.#hasToWait) return
    this.#hasToWait = true
    this.#options.turn.wait(() => {
      this.#hasToWait = false
      this.#goOn()
    })
  }

  #goOn(): void {
    if (this.#isOver || this.#hasToWait || !this.#hasRoom || this.#controller?.paused !== true) return
    this.#controller.resume()
    this.#arm(this.#options.timeouts.betweenBytesMs)
  }

  #arm(milliseconds: number | null): void {
    clearTimeout(this.#timer)
    if (milliseconds === null || milliseconds > MAX_TIMEOUT_MS) return
    this.#timer = setTimeout(() => this.abort(new FlowFailure('read-timeout')), milliseconds)
  }
}
