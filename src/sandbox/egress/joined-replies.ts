import { costOf, MAX_CHUNK_BYTES } from '../protocol/egress-protocol.ts'

/** Puts together what comes in one turn of the event loop: each message costs far more than a byte of it. */
export class JoinedReplies {
  readonly #send: (bytes: Uint8Array, cost: number) => void
  #chunks: Uint8Array[] = []
  #bytes = 0
  #timer: NodeJS.Immediate | null = null

  /** @param send sends what was joined; `cost` is what it takes of a window */
  constructor(send: (bytes: Uint8Array, cost: number) => void) {
    this.#send = send
  }

  /** What waits to be sent. */
  get bytes(): number {
    return this.#bytes
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes >= MAX_CHUNK_BYTES) this.flush()
    else this.#timer ??= setImmediate(() => this.flush())
  }

  /** Sends what is there, before anything that has to come behind it. */
  flush(): void {
    if (this.#timer !== null) clearImmediate(this.#timer)
    this.#timer = null
    const [only, ...more] = this.#chunks
    if (only === undefined) return
    const bytes = more.length === 0 ? only : Buffer.concat(this.#chunks)
    this.#chunks = []
    this.#bytes = 0
    this.#send(bytes, costOf(bytes))
  }
}
