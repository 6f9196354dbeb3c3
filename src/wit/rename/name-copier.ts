import { ByteReader } from '../binary/byte-reader.ts'

/** The longest an encoding of a number may be, in bytes. */
const MAX_NUMBER_BYTES = 10

/** Copies bytes from front to back, with other names in the place of those that it meets. */
export class NameCopier {
  readonly reader: ByteReader
  readonly #bytes: Uint8Array
  readonly #pieces: Uint8Array[] = []
  #copied = 0

  /** `start` is where `bytes` lie in the file, for messages. */
  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes
    this.reader = new ByteReader(bytes, start)
  }

  /** Reads a name and writes what `rename` makes of it. */
  name(rename: (name: string) => string): void {
    const from = this.reader.offset
    const name = this.reader.text()
    this.replace(from, sized([new TextEncoder().encode(rename(name))]))
  }

  /** Writes `pieces` in the place of all that was read since `from`. */
  replace(from: number, pieces: readonly Uint8Array[]): void {
    this.#pieces.push(this.#bytes.subarray(this.#copied, from), ...pieces)
    this.#copied = this.reader.offset
  }

  /** Passes as many items as the number in front of them says. */
  each(pass: () => void): void {
    for (let count = this.reader.u32(); count > 0; count -= 1) pass()
  }

  /** Passes something where there may be nothing. */
  optional(pass: () => void): void {
    const isThere = this.reader.byte()
    if (isThere > 0x01) throw this.reader.damaged('neither something nor nothing')
    if (isThere === 0x01) pass()
  }

  /** Passes a number of any width. */
  number(): void {
    for (let length = 0; length < MAX_NUMBER_BYTES; length += 1) if (this.reader.byte() < 0x80) return
    throw this.reader.damaged('a number is too long')
  }

  /** All that was copied, and what was not read yet as it is. */
  finish(): readonly Uint8Array[] {
    this.reader.rest()
    this.replace(this.#bytes.length, [])
    return this.#pieces
  }
}

/** Pieces with their length in front. */
export function sized(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  return [unsigned(length), ...pieces]
}

function unsigned(value: number): Uint8Array {
  const bytes: number[] = []
  let left = value
  while (left >= 0x80) {
    bytes.push((left % 0x80) + 0x80)
    left = Math.floor(left / 0x80)
  }
  return Uint8Array.of(...bytes, left)
}
