import type { NameCopier } from './name-copier.ts'

/** Passes the name of an import or export, in its short form; a name that says more than itself is refused. */
export function renameExtern(copier: NameCopier, rename: (name: string) => string): void {
  const { reader } = copier
  const from = reader.offset
  const form = reader.byte()
  if (form > 0x01) throw reader.damaged('a form of name that is not known')
  copier.replace(from, [Uint8Array.of(0x00)])
  copier.name(rename)
}

/** Passes what kind of thing an index means. @see Binary.md `sort` */
export function renameSort({ reader }: NameCopier): void {
  const sort = reader.byte()
  if (sort > 0x05) throw reader.damaged('a sort of item that is not known')
  if (sort === 0x00) reader.byte()
}

/** Passes what an import or export is said to be. @see Binary.md `externdesc` */
export function renameExternType(copier: NameCopier): void {
  const { reader } = copier
  switch (reader.byte()) {
    case 0x00:
      reader.byte()
      return copier.number()
    case 0x01:
    case 0x04:
    case 0x05:
      return copier.number()
    case 0x03:
      if (reader.byte() === 0x00) copier.number()
      return
    default:
      throw reader.damaged('a kind of import or export that is not known')
  }
}
