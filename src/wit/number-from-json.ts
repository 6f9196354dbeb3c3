import { SMALL_RANGES, WIDE_RANGES, type WideKind } from './integer-range.ts'
import type { NumericKind } from './numeric-list.ts'
import { mismatch, type Place, quote, wrongKind } from './place.ts'

/** Reads a number of the kind; `bigint` for 64-bit integers. @throws CodedError `ARGUMENT_INVALID` */
export function numberFromJson(value: unknown, kind: NumericKind, place: Place): number | bigint {
  if (kind === 's64' || kind === 'u64') return wideFromJson(value, kind, place)
  if (kind === 'f32' || kind === 'f64') return floatFromJson(value, kind, place)
  const [minimum, maximum] = SMALL_RANGES[kind]
  const expected = `an integer from ${minimum} to ${maximum}`
  if (typeof value !== 'number') throw wrongKind(place, expected, value)
  if (!Number.isInteger(value) || value < minimum || value > maximum)
    throw mismatch(place, expected, String(value))
  return value
}

function wideFromJson(value: unknown, kind: WideKind, place: Place): bigint {
  const [minimum, maximum] = WIDE_RANGES[kind]
  const expected = `an integer from ${minimum} to ${maximum}`
  const integer = integerOf(value, place, expected)
  if (integer < minimum || integer > maximum) throw mismatch(place, expected, String(integer))
  return integer
}

function integerOf(value: unknown, place: Place, expected: string): bigint {
  if (typeof value === 'string') {
    if (!/^-?[0-9]{1,20}$/.test(value)) throw mismatch(place, expected, quote(value))
    return BigInt(value)
  }
  if (typeof value !== 'number') throw wrongKind(place, expected, value)
  if (!Number.isInteger(value)) throw mismatch(place, expected, String(value))
  // The digits that a parser of JSON has already rounded away cannot be known any more.
  if (!Number.isSafeInteger(value)) {
    throw mismatch(place, 'a decimal string for an integer beyond 2^53 - 1', `the number ${value}`)
  }
  return BigInt(value)
}

const NON_FINITE = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

function floatFromJson(value: unknown, kind: 'f32' | 'f64', place: Place): number {
  const expected = 'a number, "NaN", "Infinity" or "-Infinity"'
  if (typeof value === 'string') {
    const special = NON_FINITE.get(value)
    if (special === undefined) throw mismatch(place, expected, quote(value))
    return special
  }
  if (typeof value !== 'number') throw wrongKind(place, expected, value)
  if (kind === 'f64') return value
  const rounded = Math.fround(value)
  if (Number.isFinite(value) && !Number.isFinite(rounded))
    throw mismatch(place, 'a 32-bit float', String(value))
  return rounded
}
