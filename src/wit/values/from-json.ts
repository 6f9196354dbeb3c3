import type { CodedError } from '#platform'

import { checkedChar, checkedString } from './checked-text.ts'
import { isNullInJson, isUndefinedInGlue } from '../nullable.ts'
import { numberFromJson } from './number-from-json.ts'
import { isNumeric, typedArray } from './numeric-list.ts'
import { isObject, ownValue } from './own-value.ts'
import {
  caseIndex,
  type CaseName,
  inside,
  keyOf,
  listOfCases,
  mismatch,
  type Place,
  quote,
  spend,
  tagOf,
  wrongKind,
} from './place.ts'
import type { WitType, WitTypeOf } from '../types.ts'

/**
 * Turns a JSON value into the JavaScript value that jco's glue takes for the type.
 *
 * @throws CodedError `ARGUMENT_INVALID` with the path of what does not fit, `ARGUMENT_TOO_LARGE`
 */
export function fromJson(value: unknown, type: WitType, place: Place): unknown {
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
      return numberFromJson(value, type.kind, place)
    case 'char':
      return checkedChar(value, place)
    case 'string':
      return checkedString(value, place)
    case 'list':
      return listFromJson(value, type, place)
    case 'map':
      return mapFromJson(value, type, place)
    case 'tuple':
      return tupleFromJson(value, type.items, place)
    case 'option':
      return optionFromJson(value, type, place)
    case 'result':
      return resultFromJson(value, type, place)
    case 'record':
      return recordFromJson(value, type, place)
    case 'variant':
      return variantFromJson(value, type, place)
    case 'enum':
      return enumFromJson(value, type, place)
    case 'flags':
      return flagsFromJson(value, type, place)
    case 'own':
    case 'borrow':
    case 'future':
    case 'stream':
    case 'error-context':
      throw wrongKind(place, 'a resource, stream or future, which JSON cannot give', value)
  }
}

function listFromJson(value: unknown, { element, length }: WitTypeOf<'list'>, place: Place): unknown {
  if (element.kind === 'u8' && typeof value === 'string') {
    return withLength(bytesFromBase64(value, place), length, place)
  }
  const items = withLength(arrayOf(value, place), length, place)
  if (!isNumeric(element.kind))
    return items.map((item, index) => fromJson(item, element, inside(place, index)))
  const { kind } = element
  spend(place, items.length)
  const numbers = items.map((item, index) => numberFromJson(item, kind, inside(place, index)))
  // jco indexes a list of fixed length as an array
  return length === undefined ? typedArray(kind, numbers) : numbers
}

function bytesFromBase64(text: string, place: Place): Uint8Array {
  spend(place, text.length)
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
  if (!isBase64) throw mismatch(place, 'an array of bytes or base64', quote(text))
  return new Uint8Array(Buffer.from(text, 'base64'))
}

function withLength<List extends { readonly length: number }>(
  list: List,
  length: number | undefined,
  place: Place,
): List {
  if (length !== undefined && list.length !== length)
    throw mismatch(place, `${length} items`, String(list.length))
  return list
}

/** A map with string keys is an object, or like any other map an array of `[key, value]` pairs. */
function mapFromJson(
  value: unknown,
  { key, value: type }: WitTypeOf<'map'>,
  place: Place,
): Map<unknown, unknown> {
  if (key.kind === 'string' && !Array.isArray(value)) {
    const entries = Object.entries(objectOf(value, place))
    return new Map(
      entries.map(([name, item]) => [checkedString(name, place), fromJson(item, type, inside(place, name))]),
    )
  }
  const pairs = arrayOf(value, place).map((pair, index) =>
    tupleFromJson(pair, [key, type], inside(place, index)),
  )
  return new Map(pairs.map(([name, item]) => [name, item]))
}

function tupleFromJson(value: unknown, types: readonly WitType[], place: Place): unknown[] {
  const items = withLength(arrayOf(value, place), types.length, place)
  return types.map((type, index) => fromJson(items[index], type, inside(place, index)))
}

/** jco's asynchronous glue knows `{tag, val}` from a payload by its two keys, so `none` and empty sides have both. */
function optionFromJson(value: unknown, { some }: WitTypeOf<'option'>, place: Place): unknown {
  const isNone = value === null || value === undefined
  const payload = isNone ? undefined : someFromJson(value, some, place)
  return isUndefinedInGlue(some) ? { tag: isNone ? 'none' : 'some', val: payload } : payload
}

function someFromJson(value: unknown, some: WitType, place: Place): unknown {
  if (!isNullInJson(some)) return fromJson(value, some, place)
  const object = objectOf(value, place)
  if (!Object.hasOwn(object, 'some')) throw mismatch(place, 'null or {"some": …}', 'another object')
  return fromJson(object['some'], some, inside(place, 'some'))
}

function resultFromJson(value: unknown, type: WitTypeOf<'result'>, place: Place): unknown {
  const object = objectOf(value, place)
  const tags = (['ok', 'err'] as const).filter((tag) => Object.hasOwn(object, tag))
  const [tag] = tags
  if (tag === undefined || tags.length > 1) throw mismatch(place, '{"ok": …} or {"err": …}', 'another object')
  const payload = type[tag]
  const at = inside(place, tag)
  if (payload !== null) return { tag, val: fromJson(object[tag], payload, at) }
  if (object[tag] !== null && object[tag] !== undefined) throw wrongKind(at, 'null', object[tag])
  return { tag, val: undefined }
}

function recordFromJson(value: unknown, { fields }: WitTypeOf<'record'>, place: Place): unknown {
  const object = objectOf(value, place)
  return Object.fromEntries(
    fields.map(({ name, type }) => {
      spend(place, name.length)
      return [keyOf(name, place), fromJson(ownValue(object, name), type, inside(place, name))]
    }),
  )
}

function variantFromJson(value: unknown, { cases }: WitTypeOf<'variant'>, place: Place): unknown {
  const object = objectOf(value, place)
  const tag = ownValue(object, 'tag')
  const found = cases[caseIndex(cases, tag, place)]
  if (found === undefined) throw wrongCase(tag, cases, inside(place, 'tag'))
  const ours = tagOf(found.name, place)
  if (found.type === null) return { tag: ours }
  return { tag: ours, val: fromJson(ownValue(object, 'val'), found.type, inside(place, 'val')) }
}

function enumFromJson(value: unknown, { names }: WitTypeOf<'enum'>, place: Place): unknown {
  const name = names[caseIndex(names, value, place)]
  if (name === undefined) throw wrongCase(value, names, place)
  return tagOf(name, place)
}

/** Flags are an array of the names that are set; an object of booleans is taken too. */
function flagsFromJson(value: unknown, { names }: WitTypeOf<'flags'>, place: Place): unknown {
  spend(place, names.length)
  const set = new Set(Array.isArray(value) ? arrayOf(value, place) : namesSet(objectOf(value, place), place))
  for (const name of set) {
    spend(place, 1)
    if (caseIndex(names, name, place) === -1) throw wrongCase(name, names, place)
  }
  return Object.fromEntries(names.map((name) => [keyOf(name, place), set.has(name)]))
}

function namesSet(object: Readonly<Record<string, unknown>>, place: Place): string[] {
  const entries = Object.entries(object)
  for (const [name, isSet] of entries) {
    if (typeof isSet !== 'boolean') throw wrongKind(inside(place, name), 'true or false', isSet)
  }
  return entries.filter(([, isSet]) => isSet === true).map(([name]) => name)
}

function wrongCase(value: unknown, cases: readonly CaseName[], place: Place): CodedError {
  const expected = listOfCases(cases)
  return typeof value === 'string'
    ? mismatch(place, expected, quote(value))
    : wrongKind(place, expected, value)
}

function arrayOf(value: unknown, place: Place): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongKind(place, 'an array', value)
  return value
}

function objectOf(value: unknown, place: Place): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw wrongKind(place, 'an object', value)
  return value
}
