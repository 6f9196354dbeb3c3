import { isUtf8 } from 'node:buffer'

import { CodedError } from '#platform'

import { MAX_PART_BYTES, WIRE, WIRE_NUMBERS } from './wire-tags.ts'

type NumberKind = (typeof WIRE_NUMBERS)[number]

const VARINT_STEP = 128
const MAX_VARINT_BYTES = 8

/** Names of one result's fields and flags, at most, and how long they are together. */
const MAX_KEYS = 65_536
const MAX_KEYS_CHARACTERS = 4 * 1024 * 1024

const NOTHING = Buffer.alloc(0)

/**
 * Reads what `ValueWriter` has written, one value at a time and however it is cut; what it read last stands in its fields.
 *
 * @throws CodedError `FRAME_INVALID` for bytes that it cannot have written
 */
export class TokenScanner {
  /** One of `WIRE`. */
  tag: number = WIRE.undefined
  /** The number, or how many values follow. */
  number = 0
  wide = 0n
  text = ''
  numberKind: NumberKind = 'u8'
  #bytes: Buffer = NOTHING
  #at = 0
  readonly #keys: string[] = []
  #keysCharacters = 0
  /** The key of the next value; null until it has been read. */
  #field: string | null = null

  push(bytes: Uint8Array): void {
    const more = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#bytes = this.isAtEnd ? more : Buffer.concat([this.#bytes.subarray(this.#at), more])
    this.#at = 0
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  /** Reads the next value, of containers only how many follow; false when it has not come in full. */
  next(): boolean {
    for (;;) {
      const start = this.#at
      if (!this.#read()) {
        this.#at = start
        return false
      }
      if (this.tag !== WIRE.key) return true
      this.#addKey()
    }
  }

  /** Reads the next pair of a record, or gives null when it has not come in full; the key, with `next` behind it. */
  nextField(): string | null {
    if (this.#field === null) {
      const start = this.#at
      const number = this.#varint()
      if (number === null) {
        this.#at = start
        return null
      }
      this.#field = this.#keys[number] ?? garbled()
    }
    if (!this.next()) return null
    const field = this.#field
    this.#field = null
    return field
  }

  /** Takes whole numbers of `width` bytes, no more than `count`, as bytes of their own. */
  takeNumbers(width: number, count: number): Uint8Array<ArrayBuffer> {
    const whole = Math.min(count, Math.floor((this.#bytes.length - this.#at) / width))
    return new Uint8Array(this.#take(whole * width) ?? NOTHING)
  }

  #read(): boolean {
    const tag = this.#bytes[this.#at++]
    if (tag === undefined) return false
    this.tag = tag
    switch (tag) {
      case WIRE.integer:
      case WIRE.list:
      case WIRE.record:
      case WIRE.map:
        return this.#readNumber(1)
      case WIRE.negative:
        return this.#readNumber(-1)
      case WIRE.float:
        return this.#readFloat()
      case WIRE.wide:
        return this.#readWide(1n)
      case WIRE.negativeWide:
        return this.#readWide(-1n)
      case WIRE.text:
      case WIRE.textPart:
      case WIRE.key:
        return this.#readText()
      case WIRE.numbers:
        return this.#readNumbers()
      default:
        return tag <= WIRE.other || garbled()
    }
  }

  #readNumber(sign: 1 | -1): boolean {
    const number = this.#varint()
    if (number === null) return false
    this.number = sign * number
    return true
  }

  #readNumbers(): boolean {
    const kind = this.#bytes[this.#at++]
    if (kind === undefined) return false
    this.numberKind = WIRE_NUMBERS[kind] ?? garbled()
    return this.#readNumber(1)
  }

  #readFloat(): boolean {
    const bytes = this.#take(8)
    if (bytes !== null) this.number = bytes.readDoubleLE()
    return bytes !== null
  }

  #readWide(sign: 1n | -1n): boolean {
    const bytes = this.#take(8)
    if (bytes !== null) this.wide = sign * bytes.readBigUInt64LE()
    return bytes !== null
  }

  #readText(): boolean {
    const length = this.#varint()
    if (length === null) return false
    if (length > MAX_PART_BYTES) garbled()
    const bytes = this.#take(length)
    if (bytes === null) return false
    if (!isUtf8(bytes)) garbled()
    this.text = bytes.toString()
    return true
  }

  #addKey(): void {
    this.#keysCharacters += this.text.length
    if (this.#keys.length >= MAX_KEYS || this.#keysCharacters > MAX_KEYS_CHARACTERS) garbled()
    this.#keys.push(this.text)
  }

  #varint(): number | null {
    let value = 0
    let scale = 1
    for (let length = 0; length < MAX_VARINT_BYTES; length++) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) return null
      value += (byte % VARINT_STEP) * scale
      if (byte < VARINT_STEP && Number.isSafeInteger(value)) return value
      scale *= VARINT_STEP
    }
    return garbled()
  }

  #take(length: number): Buffer | null {
    const end = this.#at + length
    if (end > this.#bytes.length) return null
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }
}

/** @throws CodedError `FRAME_INVALID` */
export function garbled(): never {
  throw new CodedError('FRAME_INVALID', 'A sandbox process sent a result that is none')
}
