import type { ResultSink } from '#sandbox'
import { type ReadResult, ResultReader, type WitType } from '#wit'

import type { Hiding } from '../../src/wit/values/in-progress/in-progress.ts'
import { TokenScanner } from '../../src/wit/wire/token-scanner.ts'
import { ValueWriter } from '../../src/wit/wire/value-writer.ts'
import { WIRE } from '../../src/wit/wire/wire-tags.ts'

/** The JSON of a value of the glue as data, written and read as when it comes out of a sandbox process. */
export function toJson(value: unknown, type: WitType, options: { maxBytes?: number } = {}): unknown {
  const { json } = readResult(piecesOf(value), type, options)
  return json === null ? null : JSON.parse(json)
}

/** Whether a value of the glue is a WIT `result` in its `err` case. */
export function isErrResult(value: unknown, type: WitType): boolean {
  return readResult(piecesOf(value), type).isError
}

/** What a sandbox process sends for a value, without a limit. */
export function piecesOf(value: unknown): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  const writer = new ValueWriter((piece) => pieces.push(piece), Infinity)
  writer.write(value)
  return [...pieces, writer.end()]
}

/** Reads pieces as the server does. */
export function readResult(
  pieces: readonly Uint8Array[],
  type: WitType | null,
  options: { maxBytes?: number; hiding?: Hiding } = {},
): ReadResult {
  const reader = new ResultReader(type, options)
  for (const piece of pieces) reader.push(piece)
  return reader.end()
}

/** Takes what a function returned as the glue gave it, whatever its type. */
export function anyValue(): ResultSink {
  const scanner = new TokenScanner()
  const pieces: Uint8Array[] = []
  return {
    push: (piece) => pieces.push(piece),
    end: () => {
      scanner.push(Buffer.concat(pieces))
      scanner.next()
      return valueAt(scanner)
    },
  }
}

const ARRAYS = {
  u8: Uint8Array,
  s8: Int8Array,
  u16: Uint16Array,
  s16: Int16Array,
  u32: Uint32Array,
  s32: Int32Array,
  u64: BigUint64Array,
  s64: BigInt64Array,
  f32: Float32Array,
  f64: Float64Array,
} as const

function valueAt(scanner: TokenScanner): unknown {
  const { tag, number, numberKind } = scanner
  switch (tag) {
    case WIRE.undefined:
      return undefined
    case WIRE.null:
      return null
    case WIRE.true:
    case WIRE.false:
      return tag === WIRE.true
    case WIRE.wide:
    case WIRE.negativeWide:
      return scanner.wide
    case WIRE.text:
    case WIRE.textPart:
      return textAt(scanner)
    case WIRE.numbers:
      return new ARRAYS[numberKind](scanner.takeNumbers(ARRAYS[numberKind].BYTES_PER_ELEMENT, number).buffer)
    case WIRE.list:
      return Array.from({ length: number }, () => nextValue(scanner))
    case WIRE.record:
      return Object.fromEntries(
        Array.from({ length: number }, () => [scanner.nextField(), valueAt(scanner)] as const),
      )
    case WIRE.map:
      return new Map(Array.from({ length: number }, () => [nextValue(scanner), nextValue(scanner)] as const))
    default:
      return number
  }
}

function nextValue(scanner: TokenScanner): unknown {
  if (!scanner.next()) throw new Error('The value has not come in full')
  return valueAt(scanner)
}

function textAt(scanner: TokenScanner): string {
  const { text, tag } = scanner
  return tag === WIRE.text ? text : text + String(nextValue(scanner))
}
