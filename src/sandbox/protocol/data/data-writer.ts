import { MAX_DEPTH, TAG } from './tags.ts'

const START_BYTES = 256

/** A varint has seven bits in a byte. */
const VARINT_STEP = 128

/** Bytes of UTF-8 for one UTF-16 unit, at most. */
const MAX_UNIT_BYTES = 3

/** Writes values one after the other, each with a byte that says what it is. */
export class DataWriter {
  #buffer = Buffer.allocUnsafe(START_BYTES)
  #length = 0

  /** What has been written so far; until something is written again. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  /** @throws TypeError for what no message of ours holds */
  value(value: unknown, depth = 0): void {
    switch (typeof value) {
      case 'undefined':
        return this.byte(TAG.undefined)
      case 'boolean':
        return this.byte(value ? TAG.true : TAG.false)
      case 'number':
        return this.#number(value)
      case 'bigint':
        return this.#wide(value)
      case 'string':
        this.byte(TAG.text)
        return this.#text(value)
      case 'object':
        return this.#object(value, depth)
      case 'function':
      case 'symbol':
        throw new TypeError(`A message holds no ${typeof value}`)
    }
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#buffer[this.#length++] = value
  }

  #object(value: object | null, depth: number): void {
    if (value === null) return this.byte(TAG.null)
    if (value instanceof Uint8Array) return this.#bytes(value)
    if (depth >= MAX_DEPTH) throw new TypeError('A message is nested too deep')
    if (Array.isArray(value)) {
      this.byte(TAG.list)
      this.#varint(value.length)
      for (const item of value) this.value(item, depth + 1)
      return
    }
    const entries = Object.entries(value)
    this.byte(TAG.record)
    this.#varint(entries.length)
    for (const [key, item] of entries) {
      this.#text(key)
      this.value(item, depth + 1)
    }
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      this.byte(value < 0 ? TAG.negative : TAG.integer)
      this.#varint(Math.abs(value))
      return
    }
    this.byte(TAG.float)
    this.#reserve(8)
    this.#length = this.#buffer.writeDoubleLE(value, this.#length)
  }

  /** @throws RangeError for more than 64 bits */
  #wide(value: bigint): void {
    this.byte(value < 0n ? TAG.negativeWide : TAG.wide)
    this.#reserve(8)
    this.#length = this.#buffer.writeBigUInt64LE(value < 0n ? -value : value, this.#length)
  }

  #bytes(value: Uint8Array): void {
    this.byte(TAG.bytes)
    this.#varint(value.length)
    this.#reserve(value.length)
    this.#buffer.set(value, this.#length)
    this.#length += value.length
  }

  #text(value: string): void {
    const length = Buffer.byteLength(value)
    this.#varint(length)
    this.#reserve(value.length * MAX_UNIT_BYTES)
    this.#buffer.write(value, this.#length)
    this.#length += length
  }

  #varint(value: number): void {
    let rest = value
    for (; rest >= VARINT_STEP; rest = Math.floor(rest / VARINT_STEP)) {
      this.byte((rest % VARINT_STEP) + VARINT_STEP)
    }
    this.byte(rest)
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }
}
