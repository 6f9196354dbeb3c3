import { characterEnd } from '../../platform/character-end.ts'
import { MAX_PART_CHARACTERS, MAX_PIECE_BYTES, WIRE, WIRE_NUMBERS } from './wire-tags.ts'

/** A varint has seven bits in a byte. */
const VARINT_STEP = 128

const MAX_VARINT_BYTES = 8

/** Values within values, at most: WIT types are finite, and what refers to itself is of none. */
const MAX_DEPTH = 1_000

const MAX_WIDE = 2n ** 64n

/** The kinds of numbers by the arrays that jco's glue has for them. */
const KIND_OF_ARRAY: ReadonlyMap<string, (typeof WIRE_NUMBERS)[number]> = new Map([
  ['Uint8Array', 'u8'],
  ['Int8Array', 's8'],
  ['Uint16Array', 'u16'],
  ['Int16Array', 's16'],
  ['Uint32Array', 'u32'],
  ['Int32Array', 's32'],
  ['BigUint64Array', 'u64'],
  ['BigInt64Array', 's64'],
  ['Float32Array', 'f32'],
  ['Float64Array', 'f64'],
])

/** A result that has more JSON than it may. */
export class TooMuchJson extends Error {}

/**
 * Writes a value as jco's glue gives it for `ResultReader`, in pieces and without knowing its type.
 *
 * It stops where the JSON would be longer than it may, about: the reader counts.
 */
export class ValueWriter {
  readonly #send: (piece: Uint8Array) => void
  #jsonLeft: number
  readonly #buffer = Buffer.allocUnsafe(MAX_PIECE_BYTES)
  #length = 0
  readonly #keys = new Map<string, number>()

  /** @param send takes each piece but the last */
  constructor(send: (piece: Uint8Array) => void, maxJsonBytes: number) {
    this.#send = send
    this.#jsonLeft = maxJsonBytes
  }

  /** The last piece. */
  end(): Uint8Array {
    return this.#filled()
  }

  /** @throws TooMuchJson; TypeError for a function or a symbol */
  write(value: unknown, depth = 0): void {
    switch (typeof value) {
      case 'undefined':
        return this.#byte(WIRE.undefined)
      case 'boolean':
        return this.#byte(value ? WIRE.true : WIRE.false)
      case 'number':
        return this.#number(value)
      case 'bigint':
        return this.#wide(value)
      case 'string':
        return this.#text(value)
      case 'object':
        return value === null ? this.#byte(WIRE.null) : this.#object(value, depth)
      case 'function':
      case 'symbol':
        throw new TypeError(`A result holds no ${typeof value}`)
    }
  }

  #object(value: object, depth: number): void {
    if (depth > MAX_DEPTH) return this.#byte(WIRE.other)
    if (Array.isArray(value)) return this.#list(value, depth)
    if (ArrayBuffer.isView(value)) return this.#numbers(value)
    if (value instanceof Map) return this.#map(value, depth)
    this.#record(value, depth)
  }

  #list(value: readonly unknown[], depth: number): void {
    this.#spend(value.length + 1)
    this.#byte(WIRE.list)
    this.#varint(value.length)
    for (const item of value) this.write(item, depth + 1)
  }

  #map(value: ReadonlyMap<unknown, unknown>, depth: number): void {
    this.#spend(value.size + 1)
    this.#byte(WIRE.map)
    this.#varint(value.size)
    for (const [key, item] of value) {
      this.write(key, depth + 1)
      this.write(item, depth + 1)
    }
  }

  #record(value: object, depth: number): void {
    const entries = Object.entries(value)
    const keys = entries.map(([key]) => this.#key(key))
    this.#spend(2)
    this.#byte(WIRE.record)
    this.#varint(entries.length)
    for (const [index, [, item]] of entries.entries()) {
      this.#varint(keys[index] ?? 0)
      this.write(item, depth + 1)
    }
  }

  /** The number of a key, which is written the first time. */
  #key(key: string): number {
    const known = this.#keys.get(key)
    if (known !== undefined) return known
    const number = this.#keys.size
    this.#keys.set(key, number)
    this.#byte(WIRE.key)
    this.#characters(key.slice(0, MAX_PART_CHARACTERS))
    return number
  }

  #numbers(value: ArrayBufferView): void {
    const kind = KIND_OF_ARRAY.get(Object.prototype.toString.call(value).slice('[object '.length, -1))
    if (kind === undefined) return this.#byte(WIRE.other)
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    const count = 'length' in value ? Number(value.length) : 0
    this.#spend(count + 1)
    this.#byte(WIRE.numbers)
    this.#byte(WIRE_NUMBERS.indexOf(kind))
    this.#varint(count)
    for (let at = 0; at < bytes.length;) {
      this.#reserve(1)
      const part = bytes.subarray(at, at + MAX_PIECE_BYTES - this.#length)
      this.#buffer.set(part, this.#length)
      this.#length += part.length
      at += part.length
    }
  }

  #number(value: number): void {
    this.#spend(1)
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      this.#byte(value < 0 ? WIRE.negative : WIRE.integer)
      return this.#varint(Math.abs(value))
    }
    this.#byte(WIRE.float)
    this.#reserve(8)
    this.#length = this.#buffer.writeDoubleLE(value, this.#length)
  }

  #wide(value: bigint): void {
    this.#spend(1)
    if (value >= MAX_WIDE || value <= -MAX_WIDE) return this.#byte(WIRE.other)
    this.#byte(value < 0n ? WIRE.negativeWide : WIRE.wide)
    this.#reserve(8)
    this.#length = this.#buffer.writeBigUInt64LE(value < 0n ? -value : value, this.#length)
  }

  /** A lone surrogate has no UTF-8: what glue gives has none. */
  #text(value: string): void {
    this.#spend(value.length + 2)
    if (!value.isWellFormed()) return this.#byte(WIRE.other)
    let at = 0
    for (;;) {
      const end = characterEnd(value, Math.min(at + MAX_PART_CHARACTERS, value.length))
      this.#byte(end < value.length ? WIRE.textPart : WIRE.text)
      this.#characters(value.slice(at, end))
      at = end
      if (at >= value.length) return
    }
  }

  #characters(value: string): void {
    const length = Buffer.byteLength(value)
    this.#varint(length)
    this.#reserve(length)
    this.#length += this.#buffer.write(value, this.#length)
  }

  #varint(value: number): void {
    this.#reserve(MAX_VARINT_BYTES)
    let rest = value
    for (; rest >= VARINT_STEP; rest = Math.floor(rest / VARINT_STEP)) {
      this.#buffer[this.#length++] = (rest % VARINT_STEP) + VARINT_STEP
    }
    this.#buffer[this.#length++] = rest
  }

  #byte(value: number): void {
    this.#reserve(1)
    this.#buffer[this.#length++] = value
  }

  /** Sends what there is when the next bytes, never more than a part of a text, do not fit behind it. */
  #reserve(bytes: number): void {
    if (this.#length + bytes <= MAX_PIECE_BYTES) return
    this.#send(this.#filled())
    this.#length = 0
  }

  #filled(): Uint8Array {
    return new Uint8Array(this.#buffer.subarray(0, this.#length))
  }

  #spend(jsonBytes: number): void {
    this.#jsonLeft -= jsonBytes
    if (this.#jsonLeft < 0) throw new TooMuchJson()
  }
}
