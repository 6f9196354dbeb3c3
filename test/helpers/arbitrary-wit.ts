import fc from 'fast-check'

import type { WitType } from '#wit'

import { toJavaScriptName } from '../../src/wit/javascript-name.ts'

/** A type and a value of it, as `toJson()` writes it. */
export interface TypedJson {
  readonly type: WitType
  readonly json: unknown
}

/** Names that WIT reserves, and names that every JavaScript object inherits, are the ones that go wrong. */
const TRICKY_NAMES = [
  'type',
  'record',
  'constructor',
  'to-string',
  'value-of',
  'HTTP-error',
  'x2y-3z',
  'tag',
  'some',
]

const kebabName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TRICKY_NAMES),
  fc.stringMatching(/^[a-z][a-z0-9]{0,4}(-[a-z][a-z0-9]{0,3}){0,2}$/),
)

/** Different names that stay different in JavaScript. */
export function kebabNames(maxLength: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(kebabName, { minLength: 1, maxLength, selector: toJavaScriptName })
}

const KEYS = ['bool', 's8', 'u8', 's16', 'u16', 's32', 'u32', 's64', 'u64', 'char', 'string'] as const
const primitive: fc.Arbitrary<WitType> = fc
  .constantFrom(...KEYS, 'f32' as const, 'f64' as const)
  .map((kind) => ({ kind }))
const key: fc.Arbitrary<WitType> = fc.constantFrom(...KEYS).map((kind) => ({ kind }))

const { type: anyType } = fc.letrec<{ type: WitType }>((tie) => {
  const type = tie('type')
  const orNothing = fc.option(type, { freq: 3 })
  return {
    type: fc.oneof(
      { depthSize: 'small', maxDepth: 4, withCrossShrink: true },
      primitive,
      type.map((element): WitType => ({ kind: 'list', element })),
      fc
        .record({ element: type, length: fc.integer({ min: 1, max: 4 }) })
        .map((list): WitType => ({ kind: 'list', ...list })),
      fc.record({ key, value: type }).map((map): WitType => ({ kind: 'map', ...map })),
      type.map((some): WitType => ({ kind: 'option', some })),
      fc.record({ ok: orNothing, err: orNothing }).map((result): WitType => ({ kind: 'result', ...result })),
      fc.array(type, { minLength: 1, maxLength: 4 }).map((items): WitType => ({ kind: 'tuple', items })),
      named(type, (fields): WitType => ({ kind: 'record', fields })),
      named(orNothing, (cases): WitType => ({ kind: 'variant', cases })),
      kebabNames(5).map((names): WitType => ({ kind: 'enum', names })),
      kebabNames(10).map((names): WitType => ({ kind: 'flags', names })),
    ),
  }
})

/** Any type whose values JSON can hold. */
export const witType: fc.Arbitrary<WitType> = anyType

/** Any type with any value of it. */
export const typedJson: fc.Arbitrary<TypedJson> = witType.chain((type) =>
  jsonOf(type).map((json) => ({ type, json })),
)

function named<Type>(
  type: fc.Arbitrary<Type>,
  combine: (members: { name: string; type: Type }[]) => WitType,
): fc.Arbitrary<WitType> {
  return kebabNames(4)
    .chain((names) => fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), type }))))
    .map(combine)
}

/** Any value of the type, as `toJson()` writes it. */
export function jsonOf(type: WitType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'bool':
      return fc.boolean()
    case 's8':
    case 's16':
    case 's32':
    case 's64':
      return integer(-(2n ** (BigInt(type.kind.slice(1)) - 1n)), 2n ** (BigInt(type.kind.slice(1)) - 1n) - 1n)
    case 'u8':
    case 'u16':
    case 'u32':
    case 'u64':
      return integer(0n, 2n ** BigInt(type.kind.slice(1)) - 1n)
    case 'f32':
      return fc.float().map(floatToJson)
    case 'f64':
      return fc.double().map(floatToJson)
    case 'char':
      return fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })
    case 'string':
      return fc.string({ unit: 'binary', maxLength: 8 })
    case 'list': {
      const size = type.length ?? null
      return fc.array(
        jsonOf(type.element),
        size === null ? { maxLength: 4 } : { minLength: size, maxLength: size },
      )
    }
    case 'map':
      return mapOf(type.key, type.value)
    case 'option':
      return fc.option(
        type.some.kind === 'option' ? jsonOf(type.some).map((some) => ({ some })) : jsonOf(type.some),
      )
    case 'result':
      return fc.oneof(
        jsonOrNull(type.ok).map((ok) => ({ ok })),
        jsonOrNull(type.err).map((err) => ({ err })),
      )
    case 'tuple':
      return fc.tuple(...type.items.map(jsonOf))
    case 'record':
      return fc.record(Object.fromEntries(type.fields.map((field) => [field.name, jsonOf(field.type)])), {
        noNullPrototype: true,
      })
    case 'variant':
      return fc.oneof(
        ...type.cases.map(({ name, type: payload }) =>
          payload === null ? fc.constant({ tag: name }) : jsonOf(payload).map((val) => ({ tag: name, val })),
        ),
      )
    case 'enum':
      return fc.constantFrom(...type.names)
    case 'flags':
      return fc.subarray([...type.names])
    case 'own':
    case 'borrow':
    case 'future':
    case 'stream':
    case 'error-context':
      throw new Error(`JSON has no ${type.kind}`)
  }
}

function integer(min: bigint, max: bigint): fc.Arbitrary<number | string> {
  return fc
    .bigInt({ min, max })
    .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)))
}

function floatToJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value)
}

function jsonOrNull(type: WitType | null): fc.Arbitrary<unknown> {
  return type === null ? fc.constant(null) : jsonOf(type)
}

function mapOf(keyType: WitType, value: WitType): fc.Arbitrary<unknown> {
  if (keyType.kind === 'string')
    return fc.dictionary(fc.string(), jsonOf(value), { maxKeys: 4, noNullPrototype: true })
  return fc.uniqueArray(fc.tuple(jsonOf(keyType), jsonOf(value)), { maxLength: 4, selector: ([one]) => one })
}
