import { ByteReader } from '../binary/byte-reader.ts'
import { readExternName } from '../binary/read-extern.ts'
import { readSections, type Section } from '../binary/sections.ts'
import { NameCopier, sized } from './name-copier.ts'
import { renameExternType } from './rename-extern.ts'

const ALIAS_SECTION = 6
const IMPORT_SECTION = 10
const EXPORT_SECTION = 11

const CORE = 0x00
const TYPE = 0x03
const COMPONENT = 0x04

/** How a type that a component exports by itself is said otherwise: as the world's own, or by an index alone. */
export type TypesAs = 'imports' | 'aliases'

/**
 * The component without exports that are neither functions nor instances, which no world in WIT can have.
 *
 * Each becomes what takes the same place in the numbering: a type that functions are made of is imported, as WIT writes types
 * of a world, anything else an alias that nobody needs.
 *
 * @throws CodedError `COMPONENT_INVALID`
 */
export function withPlainExports(component: Uint8Array, typesAs: TypesAs): Uint8Array {
  const pieces: Uint8Array[] = []
  let copied = 0
  for (const section of readSections(new ByteReader(component))) {
    if (section.id !== EXPORT_SECTION) continue
    const items = readItems(component, section)
    if (items.every(({ sort }) => isPlain(sort))) continue
    pieces.push(component.subarray(copied, section.start))
    for (const item of items) pieces.push(...sectionOf(item, typesAs))
    copied = section.end
  }
  return copied === 0 ? component : new Uint8Array(Buffer.concat([...pieces, component.subarray(copied)]))
}

/** One export: its bytes, those of its name, and what it exports. */
interface ExportItem {
  readonly whole: Uint8Array
  readonly name: Uint8Array
  /** The sort alone, with the second byte of a core sort. */
  readonly sortBytes: Uint8Array
  readonly sort: number
  readonly index: Uint8Array
}

function isPlain(sort: number): boolean {
  return sort !== CORE && sort !== TYPE && sort !== COMPONENT
}

function readItems(component: Uint8Array, section: Section): ExportItem[] {
  const bytes = section.content.rest()
  const copier = new NameCopier(bytes, component.byteOffset + section.start)
  const { reader } = copier
  return reader.list(() => {
    const start = reader.offset
    readExternName(reader)
    const afterName = reader.offset
    const sort = reader.byte()
    if (sort === CORE) reader.byte()
    const afterSort = reader.offset
    copier.number()
    const afterIndex = reader.offset
    copier.optional(() => renameExternType(copier))
    return {
      whole: bytes.subarray(start, reader.offset),
      name: bytes.subarray(start, afterName),
      sortBytes: bytes.subarray(afterName, afterSort),
      sort,
      index: bytes.subarray(afterSort, afterIndex),
    }
  })
}

function sectionOf(item: ExportItem, typesAs: TypesAs): readonly Uint8Array[] {
  if (isPlain(item.sort)) return section(EXPORT_SECTION, [item.whole])
  if (item.sort === TYPE && typesAs === 'imports') {
    // A type that is equal to the one of this index
    return section(IMPORT_SECTION, [item.name, Uint8Array.of(TYPE, 0x00), item.index])
  }
  // Of the component itself, no component further out
  return section(ALIAS_SECTION, [item.sortBytes, Uint8Array.of(0x02, 0x00), item.index])
}

function section(id: number, item: readonly Uint8Array[]): readonly Uint8Array[] {
  return [Uint8Array.of(id), ...sized([Uint8Array.of(1), ...item])]
}
