import { Transform, type TransformCallback } from 'node:stream'

const NEWLINE = 0x0a
/** Enough of either end of a message to find its id. */
const KEPT_BYTES = 1024

/** What is left of a line that was too long: its first and its last bytes. */
export interface OversizedLine {
  readonly head: string
  readonly tail: string
}

/**
 * Passes whole lines on and drops those over `maxBytes`, of which never more than that is held in memory.
 *
 * The SDK closes the connection on such a line: one huge argument would end the server.
 */
export function limitLines(maxBytes: number, onOversized: (line: OversizedLine) => void): Transform {
  const line = new LineInProgress(maxBytes)
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      let start = 0
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        line.append(chunk.subarray(start, end + 1))
        start = end + 1
        const oversized = line.oversized()
        if (oversized) onOversized(oversized)
        else this.push(line.bytes())
        line.clear()
      }
      line.append(chunk.subarray(start))
      done()
    },
  })
}

/** The bytes since the last newline. */
class LineInProgress {
  readonly #maxBytes: number
  #chunks: Buffer[] = []
  #length = 0
  #head = ''
  #tail: Buffer = Buffer.alloc(0)

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  append(chunk: Buffer): void {
    const wasOversized = this.#length > this.#maxBytes
    this.#length += chunk.length
    if (wasOversized) {
      this.#keepTail(Buffer.concat([this.#tail, chunk]))
      return
    }
    this.#chunks.push(chunk)
    if (this.#length > this.#maxBytes) this.#keepEnds()
  }

  #keepEnds(): void {
    const line = Buffer.concat(this.#chunks)
    this.#chunks = []
    this.#head = line.toString('utf8', 0, KEPT_BYTES)
    this.#keepTail(line)
  }

  /** Copies, so that the rest of the line can be freed. */
  #keepTail(line: Buffer): void {
    this.#tail = Buffer.from(line.subarray(-KEPT_BYTES))
  }

  oversized(): OversizedLine | null {
    return this.#length > this.#maxBytes ? { head: this.#head, tail: this.#tail.toString('utf8') } : null
  }

  bytes(): Buffer {
    return this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks)
  }

  clear(): void {
    this.#chunks = []
    this.#length = 0
    this.#head = ''
    this.#tail = Buffer.alloc(0)
  }
}
