import { isObject, ownValue } from './values/own-value.ts'
import type { WitFunction } from './types.ts'

/** What the author wrote about a named type; `items` are fields, cases, names of an enum or flags. */
export interface TypeDocs {
  readonly docs: string | undefined
  readonly items: ReadonlyMap<string, string>
}

/** Finds the documentation of a type by its name in WIT. */
export type TypeDocsLookup = (typeName: string) => TypeDocs | undefined

/** The documentation of one interface, or of the world. */
export interface ScopeDocs {
  readonly functions: ReadonlyMap<string, string>
  readonly types: ReadonlyMap<string, TypeDocs>
}

/** The documentation that a component carries; interfaces by their name without package and version. */
export interface PackageDocs {
  readonly world: ScopeDocs
  readonly interfaces: ReadonlyMap<string, ScopeDocs>
  /** Those of every interface and of the world. */
  readonly types: ReadonlyMap<string, TypeDocs>
}

const NO_SCOPE: ScopeDocs = { functions: new Map(), types: new Map() }

/** What to use where a component carries no documentation. */
export const NO_DOCS: PackageDocs = { world: NO_SCOPE, interfaces: new Map(), types: new Map() }

/** A longer section is not read at all. */
const MAX_SECTION_BYTES = 4 * 1024 * 1024

/** A longer text is cut: a description is read by a model, again and again. */
export const MAX_TEXT_LENGTH = 4096

/** Text about types in one function's schemas, in characters; stops one long text that a thousand fields repeat. */
const MAX_TYPE_TEXT_PER_FUNCTION = 32_768

/**
 * Parses the custom section `package-docs` of a component, with its leading version byte; nothing of it is trusted.
 * What does not make sense is left out, for a component runs as well without documentation.
 *
 * @see https://docs.rs/wit-parser/latest/wit_parser/struct.PackageMetadata.html
 */
export function readPackageDocs(section: Uint8Array): PackageDocs {
  const json = parseSection(section)
  const worlds = entriesOf(json, 'worlds').map(([, world]) => world)
  const inline = worlds.flatMap((world) =>
    ['interfaces', 'interface_exports'].flatMap((key) => entriesOf(world, key)),
  )
  const interfaces = new Map(
    [...inline, ...entriesOf(json, 'interfaces')].map(([name, docs]) => [name, readScope(docs)]),
  )
  const scopes = worlds.map(readScope)
  const world = {
    functions: new Map(scopes.flatMap(({ functions }) => [...functions])),
    types: new Map(scopes.flatMap(({ types }) => [...types])),
  }
  return packageDocsOf(world, interfaces)
}

/** The documentation with the types of all interfaces beside each other. */
export function packageDocsOf(world: ScopeDocs, interfaces: PackageDocs['interfaces']): PackageDocs {
  const types = [...interfaces.values(), world].flatMap((scope) => [...scope.types])
  return { world, interfaces, types: new Map(types) }
}

/** What the author wrote about a function of the world or of an interface. */
export function docsFor(docs: PackageDocs, fn: WitFunction): string | undefined {
  return scopeOf(docs, fn).functions.get(fn.name)
}

/** Finds types as a function means them: those of its own interface first, then those of others. */
export function typeDocsFor(docs: PackageDocs, fn: WitFunction): TypeDocsLookup {
  const own = scopeOf(docs, fn).types
  let left = MAX_TYPE_TEXT_PER_FUNCTION
  return (typeName) => {
    const found = own.get(typeName) ?? docs.types.get(typeName)
    if (found !== undefined) left -= textLength(found)
    return left < 0 ? undefined : found
  }
}

function scopeOf(docs: PackageDocs, fn: WitFunction): ScopeDocs {
  if (fn.interface === null) return docs.world
  return docs.interfaces.get(fn.interface.replace(/^.*\//, '').replace(/@.*$/, '')) ?? NO_SCOPE
}

function textLength({ docs, items }: TypeDocs): number {
  return [...items.values()].reduce((sum, text) => sum + text.length, docs?.length ?? 0)
}

function parseSection(section: Uint8Array): unknown {
  const isKnownVersion = section[0] === 0 || section[0] === 1
  if (!isKnownVersion || section.length > MAX_SECTION_BYTES) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(section.subarray(1)))
  } catch {
    return undefined
  }
}

/** An interface says `funcs`; a world may say `func_exports` besides. */
function readScope(scope: unknown): ScopeDocs {
  const types = entriesOf(scope, 'types').map(([name, type]): [string, TypeDocs] => [
    name,
    { docs: textOf(type), items: new Map(textsOf(type, 'items')) },
  ])
  return {
    functions: new Map([...textsOf(scope, 'funcs'), ...textsOf(scope, 'func_exports')]),
    types: new Map(types),
  }
}

function textsOf(parent: unknown, key: string): [string, string][] {
  return entriesOf(parent, key).flatMap(([name, value]): [string, string][] => {
    const text = textOf(value)
    return text === undefined ? [] : [[name, text]]
  })
}

/** Version 0 wrote a string where version 1 writes `{docs, stability}`. */
function textOf(value: unknown): string | undefined {
  const written = isObject(value) ? value['docs'] : value
  if (typeof written !== 'string') return undefined
  const text = written.trim()
  if (text === '') return undefined
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH - 1).toWellFormed()}…`
}

function entriesOf(parent: unknown, key: string): [string, unknown][] {
  const child = isObject(parent) ? ownValue(parent, key) : undefined
  return isObject(child) ? Object.entries(child) : []
}
