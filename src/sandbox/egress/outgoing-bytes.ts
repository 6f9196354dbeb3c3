import { costOf } from '../protocol/egress-protocol.ts'
import { SendWindow } from './send-window.ts'

/** Bytes of a guest on their way out: taken as they come, never more than was granted, and read once. */
export class OutgoingBytes implements AsyncIterable<Uint8Array> {
  readonly #window: SendWindow
  #chunks: Uint8Array[] = []
  #taken = 0
  #sent = 0
  #isEnded = false
  #changed = Promise.withResolvers<void>()

  /** @param grant tells the guest how many bytes more it may send */
  constructor(grant: (bytes: number) => void) {
    this.#window = new SendWindow(grant)
  }

  /** Bytes that came, on their way or still here. */
  get taken(): number {
    return this.#taken
  }

  /** Bytes that were passed on. */
  get sent(): number {
    return this.#sent
  }

  /** Takes bytes, or says that they are more than was granted or come after the end. */
  push(bytes: Uint8Array): boolean {
    if (this.#isEnded || !this.#window.take(costOf(bytes))) return false
    this.#taken += bytes.length
    this.#chunks.push(bytes)
    this.#wake()
    return true
  }

  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunks = this.#chunks
      if (chunks.length > 0) {
        this.#chunks = []
        const bytes = joined(chunks)
        this.#sent += bytes.length
        yield bytes
        this.#window.pass(chunks.reduce((sum, chunk) => sum + costOf(chunk), 0))
      } else if (this.#isEnded) return
      else await this.#changed.promise
    }
  }

  #wake(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}

/** What came meanwhile goes on as one: a guest may write byte by byte. */
function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
}
