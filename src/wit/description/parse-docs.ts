import {
  MAX_TEXT_LENGTH,
  type PackageDocs,
  packageDocsOf,
  type ScopeDocs,
  type TypeDocs,
} from '../package-docs.ts'
import { listOf, MAX_NAME_CHARACTERS, objectOf, senseless, textOf } from './checked.ts'

const MAX_ENTRIES = 64 * 1024

/** Reads the documentation in a description. @throws CodedError `COMPONENT_INVALID` */
export function parseDocs(value: unknown): PackageDocs {
  const { world, interfaces } = objectOf(value, 'the documentation')
  return packageDocsOf(parseScope(world), new Map(entriesOf(interfaces, parseInterface)))
}

function parseInterface(entry: readonly unknown[]): [string, ScopeDocs] {
  return [nameOf(entry[0]), parseScope(entry[1])]
}

function parseScope(value: unknown): ScopeDocs {
  const { functions, types } = objectOf(value, 'the documentation of an interface')
  return { functions: parseTexts(functions), types: new Map(entriesOf(types, parseType)) }
}

function parseType([name, docs, items]: readonly unknown[]): [string, TypeDocs] {
  return [nameOf(name), { docs: docs === null ? undefined : proseOf(docs), items: parseTexts(items) }]
}

function parseTexts(value: unknown): ReadonlyMap<string, string> {
  return new Map(entriesOf(value, ([name, text]) => [nameOf(name), proseOf(text)]))
}

function entriesOf<Entry>(value: unknown, parse: (entry: readonly unknown[]) => Entry): Entry[] {
  return listOf(value, 'documentation', MAX_ENTRIES).map((entry) => {
    if (!Array.isArray(entry)) throw senseless('an entry of the documentation is no list')
    return parse(entry)
  })
}

function nameOf(value: unknown): string {
  return textOf(value, 'a name in the documentation', MAX_NAME_CHARACTERS)
}

function proseOf(value: unknown): string {
  return textOf(value, 'a text of the documentation', MAX_TEXT_LENGTH)
}
