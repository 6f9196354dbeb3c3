import { NameCopier, sized } from './name-copier.ts'
import type { NameMap } from './name-map.ts'
import { renameCoreExtern } from './rename-core-type.ts'

/** `\0asm`, version 1. */
const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

const CUSTOM = 0
const IMPORT = 2
const EXPORT = 7

/** Gives the imports and exports of a core module names of ours; its code is copied as it is. */
export function renameCoreModule(bytes: Uint8Array, map: NameMap, start: number): readonly Uint8Array[] {
  const { reader } = new NameCopier(bytes, start)
  for (const expected of PREAMBLE) {
    if (reader.byte() !== expected) throw reader.damaged('a core module of a version that is not known')
  }
  const pieces: Uint8Array[] = [bytes.subarray(0, reader.offset)]
  while (!reader.isAtEnd) {
    const from = reader.offset
    const id = reader.byte()
    const content = reader.block().rest()
    if (id === CUSTOM) continue
    if (id !== IMPORT && id !== EXPORT) {
      pieces.push(bytes.subarray(from, reader.offset))
      continue
    }
    pieces.push(Uint8Array.of(id))
    const copier = new NameCopier(content, start + from)
    copier.each(() => (id === IMPORT ? passImport(copier, map) : passExport(copier, map)))
    // Not spread: a module may import and export more than a call can have arguments
    for (const piece of sized(copier.finish())) pieces.push(piece)
  }
  return pieces
}

function passImport(copier: NameCopier, map: NameMap): void {
  copier.name(map.inner)
  copier.name(map.inner)
  renameCoreExtern(copier)
}

function passExport(copier: NameCopier, map: NameMap): void {
  copier.name(map.inner)
  copier.reader.byte()
  copier.number()
}
