import { checkedChar, checkedString } from './checked-text.ts'
import { isNullInJson, isUndefinedInGlue } from '../nullable.ts'
import { numberToJson } from './number-to-json.ts'
import { isNumeric } from './numeric-list.ts'
import { isObject, ownValue } from './own-value.ts'
import {
  inside,
  listOfCases,
  keyOf,
  mismatch,
  type Place,
  spend,
  startConversion,
  tagIndex,
  wrongKind,
} from './place.ts'
import type { WitType, WitTypeOf } from '../types.ts'

/** The most that the result of a call may take, in bytes of JSON, about. */
const MAX_RESULT_BYTES = 10 * 1024 * 1024

/**
 * Turns what a sandbox process sent as a function's result into JSON that fits `toJsonSchema(type)`.
 *
 * The sandbox process is not trusted: every step is checked against the type. A `result` is expected as
 * `{tag: 'ok' | 'err', val}`, at the top as inside, and all else as jco's glue gives it.
 *
 * @throws CodedError `RESULT_INVALID`, `RESULT_TOO_LARGE`
 */
export function toJson(
  value: unknown,
  type: WitType,
  { maxBytes = MAX_RESULT_BYTES }: { maxBytes?: number } = {},
): unknown {
  const conversion = startConversion({ invalid: 'RESULT_INVALID', tooLarge: 'RESULT_TOO_LARGE' }, maxBytes)
  return convert(value, type, { conversion, parent: null, step: 'result' })
}

/** Whether a function's result, as the sandbox process sent it, is a WIT `result` in its `err` case. */
export function isErrResult(value: unknown, type: WitType | null): boolean {
  return (
    type?.kind === 'result' &&
    typeof value === 'object' &&
    value !== null &&
    'tag' in value &&
    value.tag === 'err'
  )
}

function convert(value: unknown, type: WitType, place: Place): unknown {
  spend(place, 1)
  switch (type.kind) {
    case 'bool':
      if (typeof value !== 'boolean') throw wrongKind(place, 'true or false', value)
      return value
    case 's8':
    case 's16':
    case 's32':
    case 's64':
    case 'u8':
    case 'u16':
    case 'u32':
    case 'u64':
    case 'f32':
    case 'f64':
      return numberToJson(value, type.kind, place)
    case 'char':
      return checkedChar(value, place)
    case 'string':
      return checkedString(value, place)
    case 'list':
      return listToJson(value, type, place)
    case 'map':
      return mapToJson(value, type, place)
    case 'tuple':
      return tupleToJson(value, type.items, place)
    case 'option':
      return optionToJson(value, type, place)
    case 'result':
      return resultToJson(value, type, place)
    case 'record':
      return recordToJson(value, type, place)
    case 'variant':
      return variantToJson(value, type, place)
    case 'enum':
      return enumToJson(value, type, place)
    case 'flags':
      return flagsToJson(value, type, place)
    case 'own':
    case 'borrow':
    case 'future':
    case 'stream':
    case 'error-context':
      throw mismatch(place, 'a value that JSON can hold', `a ${type.kind}`)
  }
}

function listToJson(value: unknown, { element, length }: WitTypeOf<'list'>, place: Place): unknown[] {
  const items = arrayOf(value, place)
  if (length !== undefined && items.length !== length)
    throw mismatch(place, `${length} items`, String(items.length))
  // Before the loop: a sparse array of four billion holes is a few bytes from the sandbox
  spend(place, items.length)
  const { kind } = element
  const json: unknown[] = []
  for (let index = 0; index < items.length; index += 1) {
    const at = inside(place, index)
    json.push(isNumeric(kind) ? numberToJson(items[index], kind, at) : convert(items[index], element, at))
  }
  return json
}

function mapToJson(value: unknown, { key, value: type }: WitTypeOf<'map'>, place: Place): unknown {
  if (!(value instanceof Map)) throw wrongKind(place, 'a map', value)
  const entries = [...(value as ReadonlyMap<unknown, unknown>)]
  if (key.kind !== 'string') {
    return entries.map((entry, index) => tupleToJson(entry, [key, type], inside(place, index)))
  }
  return Object.fromEntries(
    entries.map(([name, item]) => {
      const text = checkedString(name, place)
      return [text, convert(item, type, inside(place, text))]
    }),
  )
}

function tupleToJson(value: unknown, types: readonly WitType[], place: Place): unknown[] {
  const items = arrayOf(value, place)
  if (items.length !== types.length) throw mismatch(place, `${types.length} items`, String(items.length))
  return types.map((type, index) => convert(items[index], type, inside(place, index)))
}

function optionToJson(value: unknown, { some }: WitTypeOf<'option'>, place: Place): unknown {
  const payload = isUndefinedInGlue(some)
    ? taggedOption(value, place)
    : { isNone: value === undefined || value === null, value }
  spend(place, 4)
  if (payload.isNone) return null
  const json = convert(payload.value, some, place)
  return isNullInJson(some) ? { some: json } : json
}

function taggedOption(value: unknown, place: Place): { isNone: boolean; value: unknown } {
  const object = objectOf(value, place)
  const tag = ownValue(object, 'tag')
  if (tag !== 'none' && tag !== 'some') throw wrongKind(inside(place, 'tag'), '"some" or "none"', tag)
  return { isNone: tag === 'none', value: ownValue(object, 'val') }
}

function resultToJson(value: unknown, type: WitTypeOf<'result'>, place: Place): unknown {
  const object = objectOf(value, place)
  const tag = ownValue(object, 'tag')
  if (tag !== 'ok' && tag !== 'err') throw wrongKind(inside(place, 'tag'), '"ok" or "err"', tag)
  spend(place, 10)
  const payload = type[tag]
  return { [tag]: payload === null ? null : convert(ownValue(object, 'val'), payload, inside(place, tag)) }
}

function recordToJson(value: unknown, { fields }: WitTypeOf<'record'>, place: Place): unknown {
  const object = objectOf(value, place)
  return Object.fromEntries(
    fields.map(({ name, type }) => {
      spend(place, name.length + 3)
      return [name, convert(ownValue(object, keyOf(name, place)), type, inside(place, name))]
    }),
  )
}

function variantToJson(value: unknown, { cases }: WitTypeOf<'variant'>, place: Place): unknown {
  const object = objectOf(value, place)
  const tag = ownValue(object, 'tag')
  const found = cases[tagIndex(cases, tag, place)]
  if (found === undefined) throw wrongKind(inside(place, 'tag'), listOfCases(cases), tag)
  spend(place, found.name.length + 18)
  if (found.type === null) return { tag: found.name }
  return { tag: found.name, val: convert(ownValue(object, 'val'), found.type, inside(place, 'val')) }
}

function enumToJson(value: unknown, { names }: WitTypeOf<'enum'>, place: Place): string {
  const name = names[tagIndex(names, value, place)]
  if (name === undefined) throw wrongKind(place, listOfCases(names), value)
  spend(place, name.length + 2)
  return name
}

function flagsToJson(value: unknown, { names }: WitTypeOf<'flags'>, place: Place): string[] {
  const object = objectOf(value, place)
  // A set of no flags is short in JSON but takes a look at each
  spend(place, names.length)
  const set = names.filter((name) => ownValue(object, keyOf(name, place)) === true)
  for (const name of set) spend(place, name.length + 3)
  return set
}

function arrayOf(value: unknown, place: Place): ArrayLike<unknown> {
  if (!isArrayLike(value)) throw wrongKind(place, 'an array', value)
  return value
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

function objectOf(value: unknown, place: Place): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw wrongKind(place, 'an object', value)
  return value
}
