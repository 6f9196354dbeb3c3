import { CodedError } from '../../platform/coded-error.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Definition, Exports, Item, Signature } from './definitions.ts'

/** A component, component type or instance type while it is read, with its index spaces. */
export interface Scope {
  readonly parent: Scope | null
  /** How many more definitions all scopes of the component may have. */
  readonly budget: { left: number }
  readonly types: Definition[]
  readonly functions: Signature[]
  readonly instances: Exports[]
  readonly components: Exports[]
  readonly imports: { readonly name: string; readonly item: Item }[]
  readonly exports: Map<string, Item>
}

/** Deeper nesting is refused, so that reading it cannot exhaust the stack. */
const MAX_SCOPE_DEPTH = 32

/** Definitions of a whole component; engines take as many types. */
const MAX_DEFINITIONS = 1_000_000

/** An empty scope inside another. @throws CodedError `COMPONENT_INVALID` */
export function openScope(parent: Scope | null, reader: ByteReader): Scope {
  let depth = 1
  for (let outer = parent; outer !== null; outer = outer.parent) depth += 1
  if (depth > MAX_SCOPE_DEPTH) throw reader.damaged(`components are nested more than ${MAX_SCOPE_DEPTH} deep`)
  const budget = parent?.budget ?? { left: MAX_DEFINITIONS }
  const spaces = { types: [], functions: [], instances: [], components: [] }
  return { parent, budget, ...spaces, imports: [], exports: new Map() }
}

/** Appends the item to its index space. @throws CodedError `COMPONENT_INVALID` when there are too many */
export function define(scope: Scope, item: Item): void {
  scope.budget.left -= 1
  if (scope.budget.left < 0) {
    const message = `The component defines more than ${MAX_DEFINITIONS} types, functions and instances: build it smaller`
    throw new CodedError('COMPONENT_INVALID', message)
  }
  switch (item.kind) {
    case 'type':
      scope.types.push(item.definition)
      break
    case 'function':
      scope.functions.push(item.signature)
      break
    case 'instance':
      scope.instances.push(item.exports)
      break
    case 'component':
      scope.components.push(item.exports)
      break
    case 'ignored':
      break
  }
}

/** The entry of an index space. @throws CodedError `COMPONENT_INVALID` when there is none */
export function at<Entry>(space: readonly Entry[], index: number, reader: ByteReader): Entry {
  const entry = space[index]
  if (entry === undefined) throw reader.damaged(`there is no number ${index} of its kind`)
  return entry
}

/** The type of this number, which must be of the kind. @throws CodedError `COMPONENT_INVALID` */
export function definitionOf<Kind extends Definition['kind']>(
  { types }: Scope,
  kind: Kind,
  { index, reader }: { index: number; reader: ByteReader },
): Extract<Definition, { kind: Kind }> {
  const definition = at(types, index, reader)
  if (!isOfKind(definition, kind)) throw reader.damaged(`type ${index} is not of kind "${kind}"`)
  return definition
}

function isOfKind<Kind extends Definition['kind']>(
  definition: Definition,
  kind: Kind,
): definition is Extract<Definition, { kind: Kind }> {
  return definition.kind === kind
}
