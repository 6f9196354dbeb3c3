import type { WitType } from '#wit'

import { toJavaScriptName } from '../../src/wit/javascript-name.ts'
import { glueKey, ourCase } from '../../src/wit/rename/our-names.ts'

/** A value as jco's glue would have it if nothing were renamed: keys in camel case, cases by their name. */
export type PlainValue = unknown

/** The plain value as the glue of a renamed component takes it. */
export function toGlue(value: PlainValue, type: WitType): unknown {
  return convert(value, type, { key: (name) => [toJavaScriptName(name), glueKey(name)], tag: ourCase })
}

/** The plain value of what the glue of a renamed component gave. */
export function fromGlue(value: unknown, type: WitType): PlainValue {
  return convert(value, type, { key: (name) => [glueKey(name), toJavaScriptName(name)], tag: (name) => name })
}

interface Direction {
  /** Under which key it is found and under which it is put. */
  readonly key: (name: string) => readonly [from: string, to: string]
  readonly tag: (name: string) => string
}

function convert(value: unknown, type: WitType, direction: Direction): unknown {
  const go = (inner: unknown, to: WitType | null): unknown =>
    to === null ? inner : convert(inner, to, direction)
  switch (type.kind) {
    case 'list':
      return Array.isArray(value) ? value.map((item) => go(item, type.element)) : value
    case 'tuple':
      return Array.isArray(value) ? value.map((item, index) => go(item, type.items[index] ?? null)) : value
    case 'map':
      return value instanceof Map
        ? new Map([...value].map(([key, item]) => [go(key, type.key), go(item, type.value)]))
        : value
    case 'option':
      if (value === undefined || value === null) return value
      return isTagged(value) && type.some.kind === 'option'
        ? { ...value, val: go(value.val, type.some) }
        : go(value, type.some)
    case 'result':
      return isTagged(value)
        ? { ...value, val: go(value.val, value.tag === 'ok' ? type.ok : type.err) }
        : value
    case 'record':
      return recordOf(value, { fields: type.fields, direction })
    case 'flags':
      return recordOf(value, { fields: type.names.map((name) => ({ name, type: null })), direction })
    case 'enum':
      return type.names.reduce<unknown>(
        (found, name) => (value === name || value === ourCase(name) ? direction.tag(name) : found),
        value,
      )
    case 'variant': {
      if (!isTagged(value)) return value
      const one = type.cases.find(({ name }) => value.tag === name || value.tag === ourCase(name))
      if (one === undefined) return value
      return one.type === null
        ? { ...value, tag: direction.tag(one.name) }
        : { tag: direction.tag(one.name), val: go(value.val, one.type) }
    }
    case 'bool':
    case 'char':
    case 'string':
    case 'error-context':
    case 'f32':
    case 'f64':
    case 's8':
    case 's16':
    case 's32':
    case 's64':
    case 'u8':
    case 'u16':
    case 'u32':
    case 'u64':
    case 'own':
    case 'borrow':
    case 'future':
    case 'stream':
      return value
  }
}

interface Members {
  readonly fields: readonly { readonly name: string; readonly type: WitType | null }[]
  readonly direction: Direction
}

function recordOf(value: unknown, { fields, direction }: Members): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = new Map<string, unknown>(Object.entries(value))
  return Object.fromEntries(
    fields.flatMap(({ name, type }) => {
      const [from, to] = direction.key(name)
      if (!entries.has(from)) return []
      const inner = entries.get(from)
      return [[to, type === null ? inner : convert(inner, type, direction)]]
    }),
  )
}

function isTagged(value: unknown): value is { tag: unknown; val: unknown } {
  return typeof value === 'object' && value !== null && 'tag' in value
}
