import { SMALL_RANGES, type WideKind } from './integer-range.ts'
import { isNullInJson } from './nullable.ts'
import type { TypeDocs, TypeDocsLookup } from './package-docs.ts'
import type { WitCase, WitType, WitTypeOf } from './types.ts'

/** A JSON Schema, 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

const NULL: JsonSchema = { type: 'null' }
const NON_FINITE: JsonSchema = { type: 'string', enum: ['NaN', 'Infinity', '-Infinity'] }

/** JSON numbers are exact only up to 2^53 - 1, so a 64-bit value beyond that is a decimal string. */
const WIDE: Record<WideKind, JsonSchema> = {
  s64: {
    anyOf: [
      { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
      { type: 'string', pattern: '^-?[0-9]{1,19}$' },
    ],
  },
  u64: {
    anyOf: [
      { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      { type: 'string', pattern: '^[0-9]{1,20}$' },
    ],
  },
}

/**
 * The JSON Schema of a type's values, true for what `argumentsFromJson()` takes and for all that `toJson()` makes.
 *
 * A resource, stream or future has no form in JSON and is a described string.
 */
export function toJsonSchema(type: WitType, docsOf: TypeDocsLookup = () => undefined): JsonSchema {
  const write = (inner: WitType): JsonSchema => toJsonSchema(inner, docsOf)
  switch (type.kind) {
    case 'bool':
      return { type: 'boolean' }
    case 's8':
    case 's16':
    case 's32':
    case 'u8':
    case 'u16':
    case 'u32': {
      const [minimum, maximum] = SMALL_RANGES[type.kind]
      return { type: 'integer', minimum, maximum }
    }
    case 's64':
    case 'u64':
      return WIDE[type.kind]
    case 'f32':
    case 'f64':
      return { anyOf: [{ type: 'number' }, NON_FINITE] }
    case 'char':
      return { type: 'string', minLength: 1, maxLength: 1, description: '1 unicode codepoint' }
    case 'string':
      return { type: 'string' }
    case 'list':
      return listSchema(type, write)
    case 'map':
      return mapSchema(type, write)
    case 'tuple':
      return tupleSchema(type.items.map(write))
    case 'option':
      return { anyOf: [NULL, isNullInJson(type.some) ? only('some', write(type.some)) : write(type.some)] }
    case 'result':
      return {
        oneOf: [
          only('ok', type.ok === null ? NULL : write(type.ok)),
          only('err', type.err === null ? NULL : write(type.err)),
        ],
      }
    case 'record':
    case 'variant':
    case 'enum':
    case 'flags':
      return namedSchema(type, { write, docs: type.name === undefined ? undefined : docsOf(type.name) })
    case 'own':
    case 'borrow':
      return { type: 'string', description: `${type.kind}'d resource: ${type.resource}` }
    case 'future':
    case 'stream':
    case 'error-context':
      return { type: 'string', description: `${type.kind}: has no form in JSON` }
  }
}

/** The JSON Schema of an object with these properties; all but options are required. */
export function objectSchema(
  fields: readonly { readonly name: string; readonly type: WitType }[],
  write: (type: WitType, name: string) => JsonSchema,
): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, type }) => [name, write(type, name)])),
    required: fields.filter(({ type }) => type.kind !== 'option').map(({ name }) => name),
  }
}

/** Bytes may come in as base64; they always go out as an array, as in Wassette. */
function listSchema(
  { element, length }: WitTypeOf<'list'>,
  write: (type: WitType) => JsonSchema,
): JsonSchema {
  const array: JsonSchema = {
    type: 'array',
    items: write(element),
    ...(length === undefined ? {} : { minItems: length, maxItems: length }),
  }
  if (element.kind !== 'u8') return array
  return { anyOf: [array, { type: 'string', contentEncoding: 'base64' }] }
}

function mapSchema({ key, value }: WitTypeOf<'map'>, write: (type: WitType) => JsonSchema): JsonSchema {
  if (key.kind === 'string') return { type: 'object', additionalProperties: write(value) }
  return { type: 'array', items: tupleSchema([write(key), write(value)]) }
}

function tupleSchema(prefixItems: readonly JsonSchema[]): JsonSchema {
  return { type: 'array', prefixItems, minItems: prefixItems.length, maxItems: prefixItems.length }
}

function only(key: string, schema: JsonSchema): JsonSchema {
  return { type: 'object', properties: { [key]: schema }, required: [key] }
}

function namedSchema(
  type: WitTypeOf<'record'> | WitTypeOf<'variant'> | WitTypeOf<'enum'> | WitTypeOf<'flags'>,
  { write, docs }: { write: (type: WitType) => JsonSchema; docs: TypeDocs | undefined },
): JsonSchema {
  switch (type.kind) {
    case 'record': {
      const writeField = (field: WitType, name: string) => described(write(field), docs?.items.get(name))
      return described(objectSchema(type.fields, writeField), docs?.docs)
    }
    case 'variant': {
      const writeCase = (one: WitCase) => described(caseSchema(one, write), docs?.items.get(one.name))
      return described({ oneOf: type.cases.map(writeCase) }, docs?.docs)
    }
    case 'enum':
      return described({ type: 'string', enum: type.names }, namesDescription(docs))
    case 'flags':
      return described(
        { type: 'array', items: { type: 'string', enum: type.names }, uniqueItems: true },
        namesDescription(docs),
      )
  }
}

function caseSchema({ name, type }: WitCase, write: (type: WitType) => JsonSchema): JsonSchema {
  const tag: JsonSchema = { const: name }
  return type === null
    ? { type: 'object', properties: { tag }, required: ['tag'] }
    : { type: 'object', properties: { tag, val: write(type) }, required: ['tag', 'val'] }
}

function described(schema: JsonSchema, description: string | undefined): JsonSchema {
  return description === undefined ? schema : { ...schema, description }
}

/** A JSON Schema has no place for the meaning of one name of an `enum`, so they are told in its description. */
function namesDescription(docs: TypeDocs | undefined): string | undefined {
  if (docs === undefined) return undefined
  const lines = [...docs.items].map(([name, text]) => `${name}: ${text}`)
  if (docs.docs !== undefined) lines.unshift(docs.docs)
  return lines.length === 0 ? undefined : lines.join('\n')
}
