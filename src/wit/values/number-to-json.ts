import { SMALL_RANGES, WIDE_RANGES } from '../integer-range.ts'
import type { NumericKind } from './numeric-list.ts'
import { mismatch, type Place, wrongKind } from './place.ts'

/** The JSON of a number from the sandbox: 64-bit integers beyond 2^53 - 1 and non-finite floats are strings. */
export function numberToJson(value: number | bigint, kind: NumericKind, place: Place): string {
  return kind === 's64' || kind === 'u64' ? wideToJson(value, kind, place) : smallToJson(value, kind, place)
}

function wideToJson(value: number | bigint, kind: 's64' | 'u64', place: Place): string {
  if (typeof value !== 'bigint') throw wrongKind(place, `a ${kind}`, value)
  const [minimum, maximum] = WIDE_RANGES[kind]
  if (value < minimum || value > maximum) throw mismatch(place, `a ${kind}`, 'a number out of its range')
  return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`
}

function smallToJson(
  value: number | bigint,
  kind: Exclude<NumericKind, 's64' | 'u64'>,
  place: Place,
): string {
  if (typeof value !== 'number') throw wrongKind(place, `a ${kind}`, value)
  if (kind === 'f32' || kind === 'f64') return floatToJson(value)
  const [minimum, maximum] = SMALL_RANGES[kind]
  if (!Number.isInteger(value) || value < minimum || value > maximum)
    throw mismatch(place, `a ${kind}`, String(value))
  return String(value)
}

function floatToJson(value: number): string {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? String(value) : `"${value}"`
}
