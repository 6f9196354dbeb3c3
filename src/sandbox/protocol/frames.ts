import { deserialize, serialize } from 'node:v8'

const HEADER_BYTES = 4

/** The longest frame either side sends or accepts. Above the result limit, because JSON and structured clone differ in size. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024

/**
 * One message as a frame: four bytes of length, big endian, then the value in V8's structured clone format.
 *
 * Structured clone keeps what JSON loses of WIT values (64-bit integers, NaN, typed arrays, `undefined`) and is cheaper.
 *
 * @throws RangeError when the message is longer than `MAX_FRAME_BYTES`
 */
export function encodeFrame(message: unknown): Buffer {
  const body = serialize(message)
  if (body.length > MAX_FRAME_BYTES) {
    throw new RangeError(`A message of ${body.length} bytes is longer than a frame may be`)
  }
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length)
  frame.writeUInt32BE(body.length)
  body.copy(frame, HEADER_BYTES)
  return frame
}

/** Cuts a byte stream back into messages. What comes out is `unknown`: the other side is not trusted. */
export class FrameReader {
  #chunks: Buffer[] = []
  #buffered = 0

  /**
   * Takes the next bytes and returns the messages that are complete.
   *
   * @throws RangeError when a frame announces more than `MAX_FRAME_BYTES`, before any of it is kept
   * @throws Error when a body is not a structured clone
   */
  push(chunk: Buffer): unknown[] {
    this.#chunks.push(chunk)
    this.#buffered += chunk.length
    const messages: unknown[] = []
    for (let length = this.#nextLength(); length !== null; length = this.#nextLength()) {
      if (this.#buffered < HEADER_BYTES + length) break
      this.#take(HEADER_BYTES)
      messages.push(deserialize(this.#take(length)))
    }
    return messages
  }

  #nextLength(): number | null {
    if (this.#buffered < HEADER_BYTES) return null
    const length = this.#peek(HEADER_BYTES).readUInt32BE()
    if (length > MAX_FRAME_BYTES) throw new RangeError(`A frame of ${length} bytes was announced`)
    return length
  }

  #peek(length: number): Buffer {
    const first = this.#chunks[0]
    if (first !== undefined && first.length >= length) return first.subarray(0, length)
    this.#chunks = [Buffer.concat(this.#chunks)]
    return (this.#chunks[0] ?? Buffer.alloc(0)).subarray(0, length)
  }

  #take(length: number): Buffer {
    if (length === 0) return Buffer.alloc(0)
    const taken = this.#peek(length)
    const rest = (this.#chunks[0] ?? Buffer.alloc(0)).subarray(length)
    if (rest.length === 0) this.#chunks.shift()
    else this.#chunks[0] = rest
    this.#buffered -= length
    return taken
  }
}
