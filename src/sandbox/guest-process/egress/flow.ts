import {
  costOf,
  FLOW_WINDOW_BYTES,
  type FlowError,
  type FlowOpening,
  type FlowReply,
  type FlowStep,
  type HeaderEntry,
  LEAST_COST_BYTES,
  MAX_CHUNK_BYTES,
  type SocketAddress,
} from '../../protocol/egress-protocol.ts'

/** How the host answered the opening of a flow. */
export type FlowOpened = Extract<FlowReply, { kind: 'response' | 'connected' | 'resolved' | 'failed' }>

/** How the incoming direction of a flow ended. */
export type FlowEnd = Extract<FlowReply, { kind: 'end' | 'failed' }>

/** What came in one message; `remote` for datagrams alone. */
interface Received {
  readonly bytes: Uint8Array
  readonly remote: SocketAddress | null
  /** What it takes of the window that is left of it. */
  readonly cost: number
}

/** Where a flow hands its messages, and who hears that it is over. */
export interface FlowLink {
  send(message: FlowOpening | FlowStep): void
  over(): void
}

/** Consumed bytes are acknowledged in steps, so that small reads do not make a message each. */
const CREDIT_STEP_BYTES = FLOW_WINDOW_BYTES / 4

/** The guest's half of one flow: two directions of bytes, each held back by the other side's credit. */
export class Flow {
  readonly #link: FlowLink
  readonly #isTwoWay: boolean
  readonly #opened = Promise.withResolvers<FlowOpened>()
  readonly #ended = Promise.withResolvers<FlowEnd>()
  #changed = Promise.withResolvers<void>()
  #received: Received[] = []
  #credit = FLOW_WINDOW_BYTES
  #consumed = 0
  #end: FlowEnd | null = null
  #hasFinished = false
  #isDiscarding = false
  #isIgnoring = false

  constructor(opening: FlowOpening, link: FlowLink) {
    this.#link = link
    this.#isTwoWay = opening.kind === 'tcp'
    link.send(opening)
  }

  /** The first answer; never rejects. */
  get opened(): Promise<FlowOpened> {
    return this.#opened.promise
  }

  /** Settles when the host sends nothing more; never rejects. */
  get ended(): Promise<FlowEnd> {
    return this.#ended.promise
  }

  /** Settles at the next change of anything that can be asked here. */
  get changed(): Promise<void> {
    return this.#changed.promise
  }

  get failure(): FlowError | null {
    return this.#end?.kind === 'failed' ? this.#end.error : null
  }

  /** How many bytes can be sent now; 0 for good when nobody takes any more. */
  get capacity(): number {
    return this.isClosed || this.#credit < LEAST_COST_BYTES ? 0 : this.#credit
  }

  /** Whether nobody takes what would be sent. */
  get isClosed(): boolean {
    return this.#hasFinished || this.failure !== null || (this.#end !== null && !this.#isTwoWay)
  }

  /** Whether a read gives bytes, the end or a failure. */
  get isReadable(): boolean {
    return this.#received.length > 0 || this.#end !== null || this.#isIgnoring
  }

  /** Whether nobody reads any more, by `ignore`. */
  get isIgnoring(): boolean {
    return this.#isIgnoring
  }

  /** At most `length` bytes; empty while there is nothing yet, null after the end, a failure or `ignore`. */
  read(length: number): Uint8Array | null {
    const first = this.#received[0]
    if (first === undefined) return this.#end === null && !this.#isIgnoring ? new Uint8Array() : null
    const bytes = first.bytes.subarray(0, length)
    const isWhole = bytes.length === first.bytes.length
    if (isWhole) this.#received.shift()
    else
      this.#received[0] = { ...first, bytes: first.bytes.subarray(length), cost: first.cost - bytes.length }
    this.#acknowledge(isWhole ? first.cost : bytes.length)
    return bytes
  }

  /** The next datagram, or null while there is none. */
  readDatagram(): Received | null {
    const first = this.#received.shift()
    if (first === undefined) return null
    this.#acknowledge(first.cost)
    return first
  }

  /** Takes at most `capacity` bytes. */
  send(bytes: Uint8Array): void {
    // All about as long as the others: a short one at the end would cost more than its bytes.
    const step = Math.ceil(bytes.length / Math.ceil(bytes.length / MAX_CHUNK_BYTES))
    for (let start = 0; start < bytes.length; start += step) {
      const piece = bytes.subarray(start, start + step)
      this.#credit -= costOf(piece)
      this.#link.send({ kind: 'data', bytes: piece })
    }
  }

  sendDatagram(bytes: Uint8Array, remote: SocketAddress): void {
    this.#credit -= costOf(bytes)
    this.#link.send({ kind: 'datagram', bytes, remote })
  }

  /** Nothing more will be sent. */
  finish(trailers: readonly HeaderEntry[] = []): void {
    if (this.isClosed) return
    this.#hasFinished = true
    this.#link.send({ kind: 'end', trailers })
    this.#checkOver()
  }

  /** Nobody reads what comes, but how it ends may still matter: more bytes are a reason to let go. */
  discard(): void {
    this.#isDiscarding = true
    if (this.#received.length > 0) this.cancel()
  }

  /** Nobody reads what comes: it is taken and dropped, so that the other side can go on. */
  ignore(): void {
    this.#isIgnoring = true
    for (const { cost } of this.#received.splice(0)) this.#acknowledge(cost)
    this.#wake()
  }

  /** The guest lets go of the flow. */
  cancel(error: FlowError = { code: 'connection-terminated', message: null }): void {
    if (this.#end !== null && !this.#isTwoWay) return
    if (this.failure === null) this.#link.send({ kind: 'cancel' })
    this.receive({ kind: 'failed', error })
  }

  /** Takes what the host says. */
  receive(reply: FlowReply): void {
    switch (reply.kind) {
      case 'data':
        // Read, it would look as if there were nothing yet.
        if (reply.bytes.length === 0) return
        if (this.#isDiscarding) return this.cancel()
        if (this.#isIgnoring) return this.#acknowledge(costOf(reply.bytes))
        this.#received.push({ bytes: reply.bytes, remote: null, cost: costOf(reply.bytes) })
        break
      case 'datagram':
        this.#received.push({ bytes: reply.bytes, remote: reply.remote, cost: costOf(reply.bytes) })
        break
      case 'credit':
        this.#credit += reply.bytes
        break
      case 'end':
      case 'failed':
        this.#finishReceiving(reply)
        break
      case 'response':
      case 'connected':
      case 'resolved':
        this.#opened.resolve(reply)
    }
    this.#wake()
  }

  #wake(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }

  #finishReceiving(end: FlowEnd): void {
    if (this.failure !== null) return
    this.#end = end
    if (end.kind === 'failed') this.#opened.resolve(end)
    this.#ended.resolve(end)
    this.#checkOver()
  }

  #checkOver(): void {
    if (this.failure !== null || (this.#end !== null && (this.#hasFinished || !this.#isTwoWay))) {
      this.#link.over()
    }
  }

  #acknowledge(bytes: number): void {
    this.#consumed += bytes
    if (this.#consumed < CREDIT_STEP_BYTES || this.#end !== null) return
    this.#link.send({ kind: 'credit', bytes: this.#consumed })
    this.#consumed = 0
  }
}
