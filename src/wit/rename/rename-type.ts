import type { NameCopier } from './name-copier.ts'
import type { NameMap } from './name-map.ts'
import { renameCoreType } from './rename-core-type.ts'
import { renameExtern, renameExternType, renameSort } from './rename-extern.ts'

/** The primitive types, each one byte. */
const FIRST_PRIMITIVE = 0x73
const ERROR_CONTEXT = 0x64

/** Passes the definition of a type with the names in it. @see Binary.md `deftype` */
export function renameType(copier: NameCopier, map: NameMap): void {
  const { reader } = copier
  const form = reader.byte()
  if ((form >= FIRST_PRIMITIVE && form <= 0x7f) || form === ERROR_CONTEXT) return
  switch (form) {
    case 0x3f:
      return resource(copier)
    case 0x40:
    case 0x43:
      return signature(copier, map)
    case 0x41:
    case 0x42:
      return copier.each(() => declaration(copier, map))
    case 0x72:
      return copier.each(() => {
        copier.name(map.key)
        copier.number()
      })
    case 0x71:
      return copier.each(() => {
        copier.name(map.case)
        copier.optional(() => copier.number())
        copier.optional(() => copier.number())
      })
    case 0x6f:
      return copier.each(() => copier.number())
    case 0x6e:
      return copier.each(() => copier.name(map.key))
    case 0x6d:
      return copier.each(() => copier.name(map.case))
    case 0x70:
    case 0x6b:
    case 0x69:
    case 0x68:
      return copier.number()
    case 0x6a:
      copier.optional(() => copier.number())
      return copier.optional(() => copier.number())
    case 0x67:
    case 0x63:
      copier.number()
      return copier.number()
    case 0x66:
    case 0x65:
      return copier.optional(() => copier.number())
    default:
      throw reader.damaged('a kind of type that is not known')
  }
}

/** Passes an alias. @see Binary.md `alias` */
export function renameAlias(copier: NameCopier, map: NameMap): void {
  const { reader } = copier
  renameSort(copier)
  switch (reader.byte()) {
    case 0x00:
      copier.number()
      return copier.name(map.extern)
    case 0x01:
      copier.number()
      return copier.name(map.inner)
    case 0x02:
      copier.number()
      return copier.number()
    default:
      throw reader.damaged('a kind of alias that is not known')
  }
}

function resource(copier: NameCopier): void {
  copier.reader.byte()
  copier.optional(() => copier.number())
}

function signature(copier: NameCopier, map: NameMap): void {
  const { reader } = copier
  copier.each(() => {
    copier.name(map.parameter)
    copier.number()
  })
  if (reader.byte() === 0x00) return copier.number()
  if (reader.byte() !== 0x00) throw reader.damaged('a function with several results')
}

function declaration(copier: NameCopier, map: NameMap): void {
  const { reader } = copier
  switch (reader.byte()) {
    case 0x00:
      return renameCoreType(copier, map)
    case 0x01:
      return renameType(copier, map)
    case 0x02:
      return renameAlias(copier, map)
    case 0x03:
    case 0x04:
      renameExtern(copier, map.extern)
      return renameExternType(copier)
    default:
      throw reader.damaged('a declaration that is not known')
  }
}
