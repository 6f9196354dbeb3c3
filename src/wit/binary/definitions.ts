import type { WitType } from '../types.ts'

/** A value type and what it would take to write it out as a tree, for parts that are shared count wherever they are used. */
export interface SizedType {
  readonly type: WitType
  /** About as many characters as its JSON Schema has. */
  readonly weight: number
  readonly depth: number
}

/** Parameters and result of a function. */
export interface Signature {
  readonly isAsync: boolean
  readonly parameters: readonly { readonly name: string; readonly sized: SizedType }[]
  readonly result: SizedType | null
}

/** What an instance or a component exports, by name. */
export type Exports = ReadonlyMap<string, Item>

/** An entry of the type index space. */
export type Definition =
  | { readonly kind: 'value'; readonly sized: SizedType }
  | { readonly kind: 'resource'; readonly name: string }
  | { readonly kind: 'function'; readonly signature: Signature }
  | { readonly kind: 'instance'; readonly exports: Exports }
  | { readonly kind: 'component'; readonly exports: Exports }

/** What can be imported, exported and aliased; core modules and values are of no interest here. */
export type Item =
  | { readonly kind: 'type'; readonly definition: Definition }
  | { readonly kind: 'function'; readonly signature: Signature }
  | { readonly kind: 'instance'; readonly exports: Exports }
  | { readonly kind: 'component'; readonly exports: Exports }
  | { readonly kind: 'ignored' }

/** What the shims that wit-component builds around exported interfaces put before the name of a type. */
const SHIM_PREFIX = /^import-type-/

/** The type as it is known by `name` from here on; a name that it has already stays. */
export function namedType(definition: Definition, externName: string): Definition {
  const name = externName.replace(SHIM_PREFIX, '')
  if (definition.kind === 'resource') return { kind: 'resource', name }
  if (definition.kind !== 'value') return definition
  const { type } = definition.sized
  const canBeNamed =
    type.kind === 'record' || type.kind === 'variant' || type.kind === 'enum' || type.kind === 'flags'
  if (!canBeNamed || type.name !== undefined) return definition
  return { kind: 'value', sized: { ...definition.sized, type: { ...type, name } } }
}
