import type { ByteReader } from './byte-reader.ts'
import { type Definition, type Item, namedType } from './definitions.ts'
import { at, definitionOf, type Scope } from './scope.ts'

/** What kind of thing an index means. @see Binary.md `sort` */
export type Sort = 'core' | 'function' | 'value' | 'type' | 'component' | 'instance'

const SORTS: readonly Sort[] = ['core', 'function', 'value', 'type', 'component', 'instance']

/** Reads a sort; the second byte that says which core sort is passed over. */
export function readSort(reader: ByteReader): Sort {
  const sort = SORTS[reader.byte()]
  if (sort === undefined) throw reader.damaged('a sort of item that is not known')
  if (sort === 'core') reader.byte()
  return sort
}

/** Reads the name of an import or export: printable ASCII, as all that the Component Model allows. */
export function readExternName(reader: ByteReader): string {
  const form = reader.byte()
  if (form > 0x02) throw reader.damaged('a form of name that is not known')
  const name = reader.text()
  if (form === 0x02) reader.list(() => [reader.byte(), reader.text()])
  if (!/^[\x21-\x7e]+$/.test(name)) throw reader.damaged('a name of an import or export is not printable')
  return name
}

/** Reads what an import or export is said to be, and gives it its name. @see Binary.md `externdesc` */
export function readExternType(reader: ByteReader, scope: Scope, name: string): Item {
  const sort = readSort(reader)
  switch (sort) {
    case 'core':
      reader.u32()
      return { kind: 'ignored' }
    case 'value':
      throw reader.damaged('values cannot be imported or exported yet')
    case 'function':
      return { kind: sort, signature: definitionOf(scope, sort, { index: reader.u32(), reader }).signature }
    case 'component':
    case 'instance':
      return { kind: sort, exports: definitionOf(scope, sort, { index: reader.u32(), reader }).exports }
    case 'type':
      return { kind: sort, definition: namedType(readTypeBound(reader, scope), name) }
  }
}

function readTypeBound(reader: ByteReader, { types }: Scope): Definition {
  switch (reader.byte()) {
    case 0x00:
      return at(types, reader.u32(), reader)
    case 0x01:
      return { kind: 'resource', name: '' }
    default:
      throw reader.damaged('a bound of a type that is not known')
  }
}

/** The item of a sort and an index. */
export function itemOf(
  scope: Scope,
  sort: Sort,
  { index, reader }: { index: number; reader: ByteReader },
): Item {
  switch (sort) {
    case 'core':
    case 'value':
      return { kind: 'ignored' }
    case 'function':
      return { kind: sort, signature: at(scope.functions, index, reader) }
    case 'component':
      return { kind: sort, exports: at(scope.components, index, reader) }
    case 'instance':
      return { kind: sort, exports: at(scope.instances, index, reader) }
    case 'type':
      return { kind: sort, definition: at(scope.types, index, reader) }
  }
}
