import type { IncomingHttpHeaders } from 'node:http'

import type { Dispatcher } from 'undici'

import type { FlowError, FlowReply, HttpTimeouts } from '../protocol/egress-protocol.ts'
import { FlowFailure, toFlowError } from './flow-failure.ts'
import { incomingHeaders } from './header-fields.ts'
import { ReceiveCredit } from './receive-credit.ts'

/** What the relay needs of its exchange. */
export interface RelayOptions {
  readonly timeouts: HttpTimeouts
  /** The longest body, in bytes. */
  readonly limitBytes: number
  readonly reply: (message: FlowReply) => void
}

const FIRST_FINAL_STATUS = 200

/** The longest time that a timer takes; asked for more, it would fire at once. No call lasts so long. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

/** Passes a response on to the guest, no faster than the guest reads. */
export class ResponseRelay implements Dispatcher.DispatchHandler {
  readonly #options: RelayOptions
  readonly #done = Promise.withResolvers<FlowError | null>()
  #controller: Dispatcher.DispatchController | null = null
  #abortedFor: Error | null = null
  readonly #credit = new ReceiveCredit()
  #received = 0
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
    if (this.#credit.isLeft && this.#controller?.paused === true) {
      this.#controller.resume()
      this.#arm(this.#options.timeouts.betweenBytesMs)
    }
    return true
  }

  abort(reason: Error): void {
    clearTimeout(this.#timer)
    this.#abortedFor ??= reason
    this.#controller?.abort(reason)
    this.#done.resolve(toFlowError(reason))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#abortedFor !== null) controller.abort(this.#abortedFor)
    else this.#arm(this.#options.timeouts.firstByteMs)
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingHttpHeaders): void {
    if (status < FIRST_FINAL_STATUS) return
    this.#options.reply({ kind: 'response', status, headers: incomingHeaders(headers) })
    this.#arm(this.#options.timeouts.betweenBytesMs)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#received += chunk.length
    // A decompressed or endless body must not fill the guest's memory or our channel.
    if (this.#received > this.#options.limitBytes) return this.abort(new FlowFailure('response-body-size'))
    this.#credit.spend(chunk.length)
    this.#options.reply({ kind: 'data', bytes: chunk })
    if (this.#credit.isLeft) return this.#arm(this.#options.timeouts.betweenBytesMs)
    clearTimeout(this.#timer)
    controller.pause()
  }

  onResponseEnd(_controller: unknown, trailers: IncomingHttpHeaders): void {
    clearTimeout(this.#timer)
    this.#options.reply({ kind: 'end', trailers: incomingHeaders(trailers) })
    this.#done.resolve(null)
  }

  onResponseError(_controller: unknown, error: Error): void {
    clearTimeout(this.#timer)
    this.#done.resolve(toFlowError(this.#abortedFor ?? error))
  }

  #arm(milliseconds: number | null): void {
    clearTimeout(this.#timer)
    if (milliseconds === null || milliseconds > MAX_TIMEOUT_MS) return
    this.#timer = setTimeout(() => this.abort(new FlowFailure('read-timeout')), milliseconds)
  }
}
