import type { ByteReader } from './byte-reader.ts'
import type { Item } from './definitions.ts'
import { itemOf, readSort, type Sort } from './read-extern.ts'
import { at, type Scope } from './scope.ts'

/** Reads an alias and finds what it stands for. @see Binary.md `alias` */
export function readAlias(reader: ByteReader, scope: Scope): Item {
  const sort = readSort(reader)
  switch (reader.byte()) {
    case 0x00:
      return exportedItem(reader, scope, sort)
    case 0x01:
      reader.u32()
      reader.text()
      return { kind: 'ignored' }
    case 0x02:
      return outerItem(reader, scope, sort)
    default:
      throw reader.damaged('a kind of alias that is not known')
  }
}

function exportedItem(reader: ByteReader, scope: Scope, sort: Sort): Item {
  const instance = at(scope.instances, reader.u32(), reader)
  const name = reader.text()
  const item = instance.get(name)
  if (sort === 'core' || sort === 'value') return { kind: 'ignored' }
  if (item?.kind !== sort) throw reader.damaged('an alias of what an instance does not export')
  return item
}

function outerItem(reader: ByteReader, scope: Scope, sort: Sort): Item {
  let outer: Scope | null = scope
  for (let count = reader.u32(); count > 0 && outer !== null; count -= 1) outer = outer.parent
  const index = reader.u32()
  if (outer === null) throw reader.damaged('an alias of what lies outside of the component')
  return itemOf(outer, sort, { index, reader })
}
