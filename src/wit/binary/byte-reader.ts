import { CodedError } from '../../platform/coded-error.ts'

/** As many as engines take of anything; each would cost memory many times the byte that it takes in the file. */
const MAX_ITEMS = 1_000_000

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads the encoding of WebAssembly from front to back. All it throws is `COMPONENT_INVALID`. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #start: number
  #offset = 0

  /** `start` is where `bytes` lie in the file, for messages. */
  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes
    this.#start = start
  }

  /** Where the next byte lies, counted from the start of these bytes. */
  get offset(): number {
    return this.#offset
  }

  /** Where the next byte lies in the file. */
  get position(): number {
    return this.#start + this.#offset
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length
  }

  /** Looks at the next byte without passing it. */
  peek(): number {
    const byte = this.#bytes[this.#offset]
    if (byte === undefined) throw this.damaged('it ends too early')
    return byte
  }

  byte(): number {
    const byte = this.peek()
    this.#offset += 1
    return byte
  }

  /** An unsigned LEB128 number of at most 32 bits. */
  u32(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) {
        if (value > 0xffff_ffff) break
        return value
      }
    }
    throw this.damaged('a number is too long')
  }

  /** An index where primitive types are negative numbers, of signed LEB128 with 33 bits. */
  index33(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) {
        if ((byte & 0x40) !== 0 || value > 0xffff_ffff) break
        return value
      }
    }
    throw this.damaged('a type is unknown')
  }

  /** Text after its length. */
  text(): string {
    const length = this.u32()
    const bytes = this.#slice(length)
    try {
      return UTF8.decode(bytes)
    } catch {
      throw this.damaged('a name is not UTF-8')
    }
  }

  /** The bytes after their length, as a reader of their own. */
  block(): ByteReader {
    const length = this.u32()
    const start = this.position
    return new ByteReader(this.#slice(length), start)
  }

  /** All bytes that are left. */
  rest(): Uint8Array {
    return this.#slice(this.#bytes.length - this.#offset)
  }

  /** Reads as many items as the number in front of them says. */
  list<Item>(read: () => Item): Item[] {
    const items: Item[] = []
    let count = this.u32()
    if (count > MAX_ITEMS)
      throw this.damaged(`it has a list of ${count} items, where ${MAX_ITEMS} are allowed`)
    // The count is not trusted for memory: each item takes a byte at least, so a lie ends at the end of the file
    for (; count > 0; count -= 1) items.push(read())
    return items
  }

  /** The error of bytes that make no sense at this place. */
  damaged(why: string): CodedError {
    const where = this.position
    return new CodedError(
      'COMPONENT_INVALID',
      `The component cannot be read at byte ${where}: ${why}; build it again, or download it again`,
    )
  }

  #slice(length: number): Uint8Array {
    const end = this.#offset + length
    if (end > this.#bytes.length) throw this.damaged('it ends too early')
    const slice = this.#bytes.subarray(this.#offset, end)
    this.#offset = end
    return slice
  }
}
