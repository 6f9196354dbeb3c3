import type { CodedError } from '#platform'

import { SMALL_RANGES, WIDE_RANGES, type WideKind } from '../integer-range.ts'
import type { NumericKind } from './numeric-list.ts'
import { mismatch, type Place, quote, wrongKind } from './place.ts'

/** Reads a number of the kind; `bigint` for 64-bit integers. @throws CodedError `ARGUMENT_INVALID` */
export function numberFromJson(value: unknown, kind: NumericKind, place: Place): number | bigint {
  if (kind === 's64' || kind === 'u64') return wideFromJson(value, kind, place)
  if (kind === 'f32' || kind === 'f64') return floatFromJson(value, kind, place)
  const [minimum, maximum] = SMALL_RANGES[kind]
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum
  if (!fits) throw notInRange(value, { minimum, maximum, place })
  return value
}

function wideFromJson(value: unknown, kind: WideKind, place: Place): bigint {
  const [minimum, maximum] = WIDE_RANGES[kind]
  // The digits that a parser of JSON has already rounded away cannot be known any more
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw mismatch(place, 'a decimal string for an integer beyond 2^53 - 1', `the number ${String(value)}`)
  }
  const integer = integerOf(value)
  if (integer === null || integer < minimum || integer > maximum) {
    throw notInRange(value, { minimum, maximum, place })
  }
  return integer
}

function integerOf(value: unknown): bigint | null {
  if (typeof value === 'string') return /^-?[0-9]{1,20}$/.test(value) ? BigInt(value) : null
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : null
}

interface Range<Bound> {
  readonly minimum: Bound
  readonly maximum: Bound
  readonly place: Place
}

function notInRange(value: unknown, { minimum, maximum, place }: Range<number | bigint>): CodedError {
  const expected = `an integer from ${minimum} to ${maximum}`
  if (typeof value === 'number') return mismatch(place, expected, String(value))
  return typeof value === 'string'
    ? mismatch(place, expected, quote(value))
    : wrongKind(place, expected, value)
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
