import type { NameCopier } from './name-copier.ts'
import type { NameMap } from './name-map.ts'

/** Passes a type of core WebAssembly: of a function, or of a module with its names. @see Binary.md `core:deftype` */
export function renameCoreType(copier: NameCopier, map: NameMap): void {
  const { reader } = copier
  switch (reader.byte()) {
    case 0x60:
      copier.each(() => coreValueType(copier))
      return copier.each(() => coreValueType(copier))
    case 0x50:
      return copier.each(() => declaration(copier, map))
    default:
      throw reader.damaged('a kind of core type that is not known')
  }
}

/** Passes what a core module imports. @see https://webassembly.github.io/spec/core/binary/modules.html#import-section */
export function renameCoreExtern(copier: NameCopier): void {
  const { reader } = copier
  switch (reader.byte()) {
    case 0x00:
      return copier.number()
    case 0x01:
      coreValueType(copier)
      return limits(copier)
    case 0x02:
      return limits(copier)
    case 0x03:
      coreValueType(copier)
      reader.byte()
      return
    case 0x04:
      reader.byte()
      return copier.number()
    default:
      throw reader.damaged('a kind of core import that is not known')
  }
}

function declaration(copier: NameCopier, map: NameMap): void {
  const { reader } = copier
  switch (reader.byte()) {
    case 0x00:
      copier.name(map.inner)
      copier.name(map.inner)
      return renameCoreExtern(copier)
    case 0x01:
      return renameCoreType(copier, map)
    case 0x02:
      reader.byte()
      reader.byte()
      copier.number()
      return copier.number()
    case 0x03:
      copier.name(map.inner)
      return renameCoreExtern(copier)
    default:
      throw reader.damaged('a declaration of a core module that is not known')
  }
}

const NULLABLE_REFERENCE = 0x63
const REFERENCE = 0x64

function coreValueType(copier: NameCopier): void {
  const type = copier.reader.byte()
  if (type === NULLABLE_REFERENCE || type === REFERENCE) copier.number()
}

const HAS_MAXIMUM = 0x01
const HAS_PAGE_SIZE = 0x08

function limits(copier: NameCopier): void {
  const flags = copier.reader.byte()
  if (flags > 0x0f) throw copier.reader.damaged('limits of a form that is not known')
  copier.number()
  if ((flags & HAS_MAXIMUM) !== 0) copier.number()
  if ((flags & HAS_PAGE_SIZE) !== 0) copier.number()
}
