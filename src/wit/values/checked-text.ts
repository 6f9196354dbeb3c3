import { mismatch, type Place, quote, spend, wrongKind } from './place.ts'

/** Checks a WIT `string`: any Unicode scalar values, so no lone surrogate. Both directions use it. */
export function checkedString(value: unknown, place: Place): string {
  if (typeof value !== 'string') throw wrongKind(place, 'a string', value)
  spend(place, Buffer.byteLength(value) + 2)
  if (!value.isWellFormed()) throw mismatch(place, 'Unicode text', 'a string with a lone surrogate')
  return value
}

/** Checks a WIT `char`: exactly one Unicode scalar value. Both directions use it. */
export function checkedChar(value: unknown, place: Place): string {
  const text = checkedString(value, place)
  const first = text.codePointAt(0)
  if (first === undefined || String.fromCodePoint(first) !== text) {
    throw mismatch(place, 'a string of exactly one character', quote(text))
  }
  return text
}
