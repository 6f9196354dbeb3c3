import type { WitType } from '../types.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Definition, SizedType } from './definitions.ts'
import { definitionOf, type Scope } from './scope.ts'
import { sized } from './sized-type.ts'

const PRIMITIVES = new Map(
  (
    [
      [0x7f, 'bool'],
      [0x7e, 's8'],
      [0x7d, 'u8'],
      [0x7c, 's16'],
      [0x7b, 'u16'],
      [0x7a, 's32'],
      [0x79, 'u32'],
      [0x78, 's64'],
      [0x77, 'u64'],
      [0x76, 'f32'],
      [0x75, 'f64'],
      [0x74, 'char'],
      [0x73, 'string'],
      [0x64, 'error-context'],
    ] as const
  ).map(([byte, kind]): [number, SizedType] => [byte, sized({ kind })]),
)

/** Reads a use of a value type: a primitive, or the number of a defined one. */
export function readValueType(reader: ByteReader, scope: Scope): SizedType {
  const primitive = PRIMITIVES.get(reader.peek())
  if (primitive === undefined) return definitionOf(scope, 'value', { index: reader.index33(), reader }).sized
  reader.byte()
  return primitive
}

/** Reads a use of a value type where there may be none. */
function readOptionalValueType(reader: ByteReader, scope: Scope): SizedType | null {
  switch (reader.byte()) {
    case 0x00:
      return null
    case 0x01:
      return readValueType(reader, scope)
    default:
      throw reader.damaged('neither a type nor none')
  }
}

/** Reads the definition of a value type. @see Binary.md `defvaltype` */
export function readDefinedValueType(reader: ByteReader, scope: Scope): Definition {
  const primitive = PRIMITIVES.get(reader.peek())
  if (primitive === undefined) return { kind: 'value', sized: readCompound(reader, scope) }
  reader.byte()
  return { kind: 'value', sized: primitive }
}

function readCompound(reader: ByteReader, scope: Scope): SizedType {
  const value = (): SizedType => readValueType(reader, scope)
  const optional = (): SizedType | null => readOptionalValueType(reader, scope)
  switch (reader.byte()) {
    case 0x72:
      return readRecord(reader, scope)
    case 0x71:
      return readVariant(reader, scope)
    case 0x70:
      return wrap(value(), (element) => ({ kind: 'list', element }))
    case 0x6f:
      return tupleOf(reader.list(value))
    case 0x6e:
      return namesOf('flags', reader)
    case 0x6d:
      return namesOf('enum', reader)
    case 0x6b:
      return wrap(value(), (some) => ({ kind: 'option', some }))
    case 0x6a:
      return resultOf(optional(), optional())
    case 0x69:
      return resourceType('own', reader, scope)
    case 0x68:
      return resourceType('borrow', reader, scope)
    case 0x67: {
      const element = value()
      const length = reader.u32()
      return sized({ kind: 'list', element: element.type, length }, [element])
    }
    case 0x66:
      return handleOf('stream', optional())
    case 0x65:
      return handleOf('future', optional())
    case 0x63:
      return mapOf(value(), value())
    default:
      throw reader.damaged('a kind of type that is not known')
  }
}

function wrap(inner: SizedType, around: (type: WitType) => WitType): SizedType {
  return sized(around(inner.type), [inner])
}

function readRecord(reader: ByteReader, scope: Scope): SizedType {
  const fields = reader.list(() => ({ name: readLabel(reader), sized: readValueType(reader, scope) }))
  return sized(
    { kind: 'record', fields: fields.map(({ name, sized: { type } }) => ({ name, type })) },
    fields.map((field) => field.sized),
    fields.map(({ name }) => name),
  )
}

function readVariant(reader: ByteReader, scope: Scope): SizedType {
  const cases = reader.list(() => {
    const one = { name: readLabel(reader), sized: readOptionalValueType(reader, scope) }
    if (reader.byte() !== 0x00) throw reader.damaged('a case of a variant that refines another')
    return one
  })
  return sized(
    { kind: 'variant', cases: cases.map((one) => ({ name: one.name, type: one.sized?.type ?? null })) },
    cases.map((one) => one.sized),
    cases.map(({ name }) => name),
  )
}

function tupleOf(items: readonly SizedType[]): SizedType {
  return sized({ kind: 'tuple', items: items.map(({ type }) => type) }, items)
}

function namesOf(kind: 'flags' | 'enum', reader: ByteReader): SizedType {
  const names = reader.list(() => readLabel(reader))
  return sized({ kind, names }, [], names)
}

function resultOf(ok: SizedType | null, err: SizedType | null): SizedType {
  return sized({ kind: 'result', ok: ok?.type ?? null, err: err?.type ?? null }, [ok, err])
}

function mapOf(key: SizedType, value: SizedType): SizedType {
  return sized({ kind: 'map', key: key.type, value: value.type }, [key, value])
}

function handleOf(kind: 'stream' | 'future', element: SizedType | null): SizedType {
  return sized({ kind, element: element?.type ?? null }, [element])
}

function resourceType(kind: 'own' | 'borrow', reader: ByteReader, scope: Scope): SizedType {
  const { name } = definitionOf(scope, 'resource', { index: reader.u32(), reader })
  return sized({ kind, resource: name }, [], [name])
}

/** Reads a kebab-case name of a field, case or parameter; whatever else could not be a key in JSON without surprise. */
export function readLabel(reader: ByteReader): string {
  const name = reader.text()
  if (!/^[a-zA-Z][a-zA-Z0-9]*(?:-[a-zA-Z0-9]+)*$/.test(name))
    throw reader.damaged('a name is not in kebab-case')
  return name
}
