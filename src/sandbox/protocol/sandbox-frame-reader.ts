import { decodeData, invalid } from './data/decode-data.ts'
import { type FrameKinds, type FrameLimit, SANDBOX_HEADER_BYTES } from './sandbox-frames.ts'

/** Room that a frame gets before any of it has come. */
const START_BYTES = 64 * 1024

const NOTHING = Buffer.alloc(0)

/** A frame of which the header has come. */
interface FrameInProgress {
  readonly kind: string
  readonly limit: FrameLimit
  readonly length: number
}

/**
 * Cuts the bytes of a sandbox process back into messages, one at a time: whoever asks says how many a turn.
 *
 * What comes out is `unknown` but bounded: a frame is refused by its header, and takes the memory of what has come of it.
 */
export class SandboxFrameReader {
  readonly #kinds: readonly (readonly [kind: string, limit: FrameLimit])[]
  #chunk: Buffer = NOTHING
  readonly #header = new Collected(SANDBOX_HEADER_BYTES)
  #frame: FrameInProgress | null = null
  #body: Collected | null = null

  constructor(kinds: FrameKinds) {
    this.#kinds = Object.entries(kinds)
  }

  /** Takes the next bytes; `next` reads them. */
  push(chunk: Buffer): void {
    this.#chunk = this.#chunk.length === 0 ? chunk : Buffer.concat([this.#chunk, chunk])
  }

  /**
   * The next message, or null until more bytes have come.
   *
   * @throws CodedError `FRAME_INVALID` when our own code did not write it
   */
  next(): unknown {
    this.#frame ??= this.#readHeader()
    if (this.#frame === null) return null
    const body = this.#readBody(this.#frame.length)
    if (body === null) return null
    const { kind, limit } = this.#frame
    this.#frame = null
    const fields = decodeData(body, limit.values)
    if (typeof fields !== 'object' || fields === null || 'kind' in fields) throw invalid('it has no fields')
    return { ...fields, kind }
  }

  #readHeader(): FrameInProgress | null {
    this.#chunk = this.#header.take(this.#chunk)
    const header = this.#header.whole()
    if (header === null) return null
    this.#header.clear()
    const length = header.readUInt32BE()
    const [kind, limit] = this.#kinds[header[SANDBOX_HEADER_BYTES - 1] ?? 0] ?? []
    if (kind === undefined || limit === undefined) throw invalid('it is of no kind')
    if (length > limit.bytes) throw invalid(`a '${kind}' of ${length} bytes`)
    return { kind, limit, length }
  }

  #readBody(length: number): Buffer | null {
    if (this.#body === null && this.#chunk.length >= length) {
      const body = this.#chunk.subarray(0, length)
      this.#chunk = this.#chunk.subarray(length)
      return body
    }
    this.#body ??= new Collected(length)
    this.#chunk = this.#body.take(this.#chunk)
    const body = this.#body.whole()
    if (body !== null) this.#body = null
    return body
  }
}

/** Bytes that come in pieces, however small, in a buffer that grows with them. */
class Collected {
  readonly #length: number
  #buffer: Buffer
  #filled = 0

  constructor(length: number) {
    this.#length = length
    this.#buffer = Buffer.allocUnsafe(Math.min(length, START_BYTES))
  }

  /** Takes what is missing of a chunk and returns the rest. */
  take(chunk: Buffer): Buffer {
    const taken = Math.min(chunk.length, this.#length - this.#filled)
    this.#grow(this.#filled + taken)
    chunk.copy(this.#buffer, this.#filled, 0, taken)
    this.#filled += taken
    return taken === chunk.length ? NOTHING : chunk.subarray(taken)
  }

  /** All of it, or null while some is missing. */
  whole(): Buffer | null {
    return this.#filled === this.#length ? this.#buffer.subarray(0, this.#length) : null
  }

  clear(): void {
    this.#filled = 0
  }

  #grow(needed: number): void {
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.min(this.#length, Math.max(needed, 2 * this.#buffer.length)))
    this.#buffer.copy(larger, 0, 0, this.#filled)
    this.#buffer = larger
  }
}
