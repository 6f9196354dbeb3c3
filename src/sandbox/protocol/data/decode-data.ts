import { isUtf8 } from 'node:buffer'

import { CodedError } from '#platform'

import { MAX_DEPTH, TAG } from './tags.ts'

/** Bytes of a varint: seven bits in each, 53 in all. */
const MAX_VARINT_BYTES = 8

const VARINT_STEP = 128

/**
 * Reads back one value that `DataWriter` has written; nothing of it is shared with `bytes`.
 *
 * Whoever wrote it is not trusted: no more than `maxValues` are made, none is made for a length that was only announced, and
 * objects have no prototype and no key twice.
 *
 * @throws CodedError `FRAME_INVALID` for anything else
 */
export function decodeData(bytes: Buffer, maxValues: number): unknown {
  const reader = new DataReader(bytes, maxValues)
  const value = reader.value(0)
  if (!reader.isAtEnd) throw invalid('something follows its end')
  return value
}

/** The error of bytes that our own code did not write. */
export function invalid(why: string): CodedError {
  return new CodedError('FRAME_INVALID', `A sandbox process sent what is no message: ${why}`)
}

class DataReader {
  readonly #bytes: Buffer
  #valuesLeft: number
  #at = 0

  constructor(bytes: Buffer, maxValues: number) {
    this.#bytes = bytes
    this.#valuesLeft = maxValues
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  value(depth: number): unknown {
    if (this.#valuesLeft-- <= 0) throw invalid('it has too many values')
    switch (this.#byte()) {
      case TAG.undefined:
        return undefined
      case TAG.null:
        return null
      case TAG.false:
        return false
      case TAG.true:
        return true
      case TAG.integer:
        return this.#varint()
      case TAG.negative:
        return -this.#varint()
      case TAG.float:
        return this.#take(8).readDoubleLE()
      case TAG.wide:
        return this.#take(8).readBigUInt64LE()
      case TAG.negativeWide:
        return -this.#take(8).readBigUInt64LE()
      case TAG.text:
        return this.#text()
      case TAG.bytes:
        return new Uint8Array(this.#take(this.#varint()))
      case TAG.list:
        return this.#list(depth)
      case TAG.record:
        return this.#record(depth)
      default:
        throw invalid('it has a value of no kind')
    }
  }

  #list(depth: number): unknown[] {
    const count = this.#count(depth)
    const list: unknown[] = []
    for (let index = 0; index < count; index++) list.push(this.value(depth + 1))
    return list
  }

  #record(depth: number): object {
    const count = this.#count(depth)
    const record: Record<string, unknown> = Object.create(null)
    for (let index = 0; index < count; index++) {
      const key = this.#text()
      if (key in record) throw invalid('it has a key twice')
      record[key] = this.value(depth + 1)
    }
    return record
  }

  #count(depth: number): number {
    const count = this.#varint()
    if (depth >= MAX_DEPTH) throw invalid('it is nested too deep')
    if (count > this.#valuesLeft) throw invalid('it has too many values')
    return count
  }

  #text(): string {
    const bytes = this.#take(this.#varint())
    if (!isUtf8(bytes)) throw invalid('it has a text that is no UTF-8')
    return bytes.toString()
  }

  #varint(): number {
    let value = 0
    let scale = 1
    for (let length = 0; length < MAX_VARINT_BYTES; length++) {
      const byte = this.#byte()
      value += (byte % VARINT_STEP) * scale
      if (byte < VARINT_STEP && Number.isSafeInteger(value)) return value
      scale *= VARINT_STEP
    }
    throw invalid('it has a number that is too long')
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw invalid('it ends too early')
    return byte
  }

  #take(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw invalid('it ends too early')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }
}
