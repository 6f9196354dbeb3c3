import type { ByteReader } from './byte-reader.ts'
import type { Exports, Item } from './definitions.ts'
import { namedType } from './definitions.ts'
import { readAlias } from './read-alias.ts'
import { readCanon } from './read-canon.ts'
import { itemOf, readExternName, readExternType, readSort } from './read-extern.ts'
import { readType } from './read-type.ts'
import { at, define, openScope, type Scope } from './scope.ts'
import { readSections } from './sections.ts'

/** Sections of core WebAssembly, of start functions and of values; they say nothing about types. */
const SKIPPED_SECTIONS: ReadonlySet<number> = new Set([0, 1, 2, 3, 9, 12])

/**
 * Reads what a component imports and exports, without its code.
 *
 * It is not validated: engines do that before anything runs.
 *
 * @throws CodedError `COMPONENT_INVALID`
 * @see https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md
 */
export function readComponent(reader: ByteReader, parent: Scope | null = null): Scope {
  const scope = openScope(parent, reader)
  for (const { id, content } of readSections(reader)) {
    if (!SKIPPED_SECTIONS.has(id)) readSection(id, content, scope)
  }
  return scope
}

function readSection(id: number, content: ByteReader, scope: Scope): void {
  switch (id) {
    case 4:
      return define(scope, { kind: 'component', exports: readComponent(content, scope).exports })
    case 5:
      return eachOf(content, () => define(scope, { kind: 'instance', exports: readInstance(content, scope) }))
    case 6:
      return eachOf(content, () => define(scope, readAlias(content, scope)))
    case 7:
      return eachOf(content, () => define(scope, { kind: 'type', definition: readType(content, scope) }))
    case 8:
      return eachOf(content, () => readCanon(content, scope))
    case 10:
      return eachOf(content, () => readImport(content, scope))
    case 11:
      return eachOf(content, () => readExport(content, scope))
    default:
      throw content.damaged('a section that is not known')
  }
}

function eachOf(content: ByteReader, read: () => void): void {
  content.list(read)
}

/** Reads an instantiation of a component, or an instance that is put together from items. */
function readInstance(reader: ByteReader, scope: Scope): Exports {
  switch (reader.byte()) {
    case 0x00: {
      const exports = at(scope.components, reader.u32(), reader)
      reader.list(() => [reader.text(), readSort(reader), reader.u32()])
      return exports
    }
    case 0x01:
      return new Map(
        reader.list((): [string, Item] => {
          const name = readExternName(reader)
          return [name, itemOf(scope, readSort(reader), { index: reader.u32(), reader })]
        }),
      )
    default:
      throw reader.damaged('a kind of instance that is not known')
  }
}

function readImport(reader: ByteReader, scope: Scope): void {
  const name = readExternName(reader)
  const item = readExternType(reader, scope, name)
  scope.imports.push({ name, item })
  define(scope, item)
}

function readExport(reader: ByteReader, scope: Scope): void {
  const name = readExternName(reader)
  const own = itemOf(scope, readSort(reader), { index: reader.u32(), reader })
  const item = reader.byte() === 0x00 ? named(own, name) : readExternType(reader, scope, name)
  scope.exports.set(name, item)
  define(scope, item)
}

function named(item: Item, name: string): Item {
  return item.kind === 'type' ? { kind: 'type', definition: namedType(item.definition, name) } : item
}
