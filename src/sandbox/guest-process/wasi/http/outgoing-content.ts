import type { FlowError, HeaderEntry } from '../../../protocol/egress-protocol.ts'
import type { Flow } from '../../egress/flow.ts'
import { IoError } from '../io/error.ts'
import type { ByteSink } from '../io/output-stream.ts'
import { lastOperationFailed, streamClosed } from '../io/stream-error.ts'
import { WitError } from '../wit-error.ts'
import { flowStreamError } from './flow-content.ts'
import { wrongLength } from './send-request.ts'

/** Sends the head of a message whose body has so many bytes; null where nobody knows. */
export type SendHead = (bodyLength: number | null) => Flow

/** What is held back of a body until its head goes out. */
const HELD_BYTES = 64 * 1024

/**
 * What a guest writes as the body of a request.
 *
 * The head waits for the first of three: the end of the body, so that a short one goes out with its length; more than
 * we hold back; the guest waiting for the response.
 */
export class OutgoingContent implements ByteSink {
  #held: Uint8Array[] = []
  #heldBytes = 0
  #sendHead: SendHead | null = null
  readonly #departed = Promise.withResolvers<Flow>()
  #flow: Flow | null = null
  #trailers: readonly HeaderEntry[] | null = null
  #brokenBy: FlowError | null = null
  readonly #declared: bigint | null
  #written = 0n

  /** @param declared how long the headers say that it is */
  constructor(declared: bigint | null = null) {
    this.#declared = declared
  }

  /** The request is handled: from now on it may go out, by `sendHead`. Resolves with its flow. */
  handOver(sendHead: SendHead): Promise<Flow> {
    this.#sendHead = sendHead
    if (this.#trailers !== null || this.#heldBytes >= HELD_BYTES) this.#depart()
    if (this.#brokenBy !== null) this.#break(this.#brokenBy)
    return this.#departed.promise
  }

  /** The guest waits for the response: the head can wait no longer. `hasBody` is what its method suggests. */
  depart(hasBody: boolean): void {
    if (this.#flow !== null || this.#sendHead === null) return
    if (!hasBody && this.#heldBytes === 0) this.#trailers ??= []
    this.#depart()
  }

  /** The body is complete. @throws WitError with an `error-code` where it is not as long as its headers say */
  complete(trailers: readonly HeaderEntry[]): void {
    if (this.#declared !== null && this.#written !== this.#declared) {
      this.#break({ code: 'request-body-size', message: null })
      throw new WitError(wrongLength(this.#written))
    }
    this.finish(trailers)
  }

  /** Nothing more is written. */
  finish(trailers: readonly HeaderEntry[]): void {
    if (this.#trailers !== null) return
    this.#trailers = trailers
    if (this.#flow !== null) this.#flow.finish(trailers)
    else this.#depart()
  }

  /** The body was dropped unfinished: a request without one is complete, one with a part of one is worth nothing. */
  abandon(): void {
    if (this.#trailers !== null) return
    if (this.#heldBytes === 0 && this.#flow === null && this.#brokenBy === null) return this.finish([])
    this.#break({ code: 'protocol', message: 'The body of the request was not finished' })
  }

  /** The request is worth nothing any more, whether it is on its way or goes out later. */
  #break(error: FlowError): void {
    this.#brokenBy ??= error
    this.#depart()
    this.#flow?.cancel(this.#brokenBy)
  }

  isReady(): boolean {
    if (this.#flow === null) return this.#heldBytes < HELD_BYTES
    return this.#flow.capacity > 0 || this.#flow.isClosed
  }

  async wait(): Promise<void> {
    await (this.#flow === null ? this.#departed.promise : this.#flow.changed)
  }

  capacity(): number {
    if (this.#flow === null) return this.#trailers === null ? HELD_BYTES - this.#heldBytes : 0
    this.#throwIfClosed(this.#flow)
    return this.#flow.capacity
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#count(bytes.length)
    if (this.#flow !== null) {
      this.#throwIfClosed(this.#flow)
      return this.#flow.send(bytes)
    }
    this.#held.push(bytes.slice())
    this.#heldBytes += bytes.length
    if (this.#heldBytes >= HELD_BYTES) this.#depart()
  }

  flush(): void {}

  close(): void {}

  #depart(): void {
    if (this.#sendHead === null || this.#flow !== null) return
    const flow = this.#sendHead(this.#isWhole ? this.#heldBytes : null)
    // Joined: a guest that writes byte by byte would use up more credit than there is.
    if (this.#heldBytes > 0) flow.send(Buffer.concat(this.#held.splice(0)))
    if (this.#trailers !== null) flow.finish(this.#trailers)
    this.#flow = flow
    this.#departed.resolve(flow)
  }

  /** Whether its length is known and all that there is to know: trailers come after a body of unknown length. */
  get #isWhole(): boolean {
    return this.#trailers !== null && this.#trailers.length === 0
  }

  #count(bytes: number): void {
    this.#written += BigInt(bytes)
    if (this.#declared === null || this.#written <= this.#declared) return
    const code = wrongLength(this.#written)
    throw lastOperationFailed(new IoError(code.tag, { kind: 'http', code }))
  }

  #throwIfClosed(flow: Flow): void {
    if (flow.isClosed) throw flowStreamError(flow) ?? streamClosed()
  }
}
