import { FLOW_WINDOW_BYTES } from '../egress-protocol.ts'

/** Sent bytes are granted anew in steps, so that small writes do not make a message each. */
const CREDIT_STEP_BYTES = FLOW_WINDOW_BYTES / 4

/** Bytes of a guest on their way out: taken as they come, never more than was granted, and read once. */
export class OutgoingBytes implements AsyncIterable<Uint8Array> {
  readonly #grant: (bytes: number) => void
  readonly #chunks: Uint8Array[] = []
  #window = FLOW_WINDOW_BYTES
  #sent = 0
  #ungranted = 0
  #isEnded = false
  #isRead = false
  #changed = Promise.withResolvers<void>()

  /** @param grant tells the guest how many bytes more it may send */
  constructor(grant: (bytes: number) => void) {
    this.#grant = grant
  }

  /** Bytes that were passed on. */
  get sent(): number {
    return this.#sent
  }

  /** Whether somebody has begun to read: then it can not be read again. */
  get isRead(): boolean {
    return this.#isRead
  }

  /** Takes bytes, or says that they are more than was granted or come after the end. */
  push(bytes: Uint8Array): boolean {
    if (this.#isEnded || bytes.length > this.#window) return false
    this.#window -= bytes.length
    this.#chunks.push(bytes)
    this.#wake()
    return true
  }

  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.#isRead = true
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) {
        yield chunk
        this.#pass(chunk.length)
      } else if (this.#isEnded) return
      else await this.#changed.promise
    }
  }

  #pass(bytes: number): void {
    this.#sent += bytes
    this.#ungranted += bytes
    if (this.#ungranted < CREDIT_STEP_BYTES) return
    this.#window += this.#ungranted
    this.#grant(this.#ungranted)
    this.#ungranted = 0
  }

  #wake(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}
