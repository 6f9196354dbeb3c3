import { SMALL_RANGES, WIDE_RANGES } from '../integer-range.ts'
import type { NumericKind } from './numeric-list.ts'
import { mismatch, type Place, spend, wrongKind } from './place.ts'

/** Writes a number from the sandbox: 64-bit integers beyond 2^53 - 1 and non-finite floats are strings. */
export function numberToJson(value: unknown, kind: NumericKind, place: Place): number | string {
  const json =
    kind === 's64' || kind === 'u64' ? wideToJson(value, kind, place) : smallToJson(value, kind, place)
  spend(place, lengthOf(json))
  return json
}

/** About how many characters the number takes; to write each of a million bytes as a string would take longer than all else. */
function lengthOf(json: number | string): number {
  if (typeof json === 'string') return json.length + 2
  return Number.isInteger(json) && Math.abs(json) < 1000 ? 3 : 12
}

function wideToJson(value: unknown, kind: 's64' | 'u64', place: Place): number | string {
  if (typeof value !== 'bigint') throw wrongKind(place, `a ${kind}`, value)
  const [minimum, maximum] = WIDE_RANGES[kind]
  if (value < minimum || value > maximum) throw mismatch(place, `a ${kind}`, 'a number out of its range')
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

function smallToJson(
  value: unknown,
  kind: Exclude<NumericKind, 's64' | 'u64'>,
  place: Place,
): number | string {
  if (typeof value !== 'number') throw wrongKind(place, `a ${kind}`, value)
  if (kind === 'f32' || kind === 'f64') return Number.isFinite(value) ? value : String(value)
  const [minimum, maximum] = SMALL_RANGES[kind]
  if (!Number.isInteger(value) || value < minimum || value > maximum)
    throw mismatch(place, `a ${kind}`, String(value))
  return value
}
