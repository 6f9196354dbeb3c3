import { readSections } from '../binary/sections.ts'
import { NameCopier, sized } from './name-copier.ts'
import { NameMap } from './name-map.ts'
import { renameCoreModule } from './rename-core-module.ts'
import { renameCoreType } from './rename-core-type.ts'
import { renameExtern, renameExternType, renameSort } from './rename-extern.ts'
import { renameAlias, renameType } from './rename-type.ts'

/** Deeper nesting is refused, so that reading it cannot exhaust the stack. */
const MAX_DEPTH = 32

/** Of these nothing is needed to run a component: names for people, what it was made with, documentation. */
const CUSTOM = 0

/** Functions that are lifted and lowered, and what starts: they have no names. */
const NAMELESS: ReadonlySet<number> = new Set([8, 9])

/** Sections of constants of the component are no part of it yet. */
const LAST_SECTION = 11

/**
 * Gives every name in a component one of ours, so that generated code holds no word of a stranger.
 *
 * The words that our WASI host answers to stay (`wasi-labels.ts`). What cannot be followed is refused.
 *
 * @throws CodedError `COMPONENT_INVALID`
 * @see https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md
 */
export function renameComponent(component: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat(renameSections(component, { start: 0, depth: 1, map: new NameMap() })))
}

interface Place {
  readonly start: number
  readonly depth: number
  readonly map: NameMap
}

function renameSections(bytes: Uint8Array, { start, depth, map }: Place): readonly Uint8Array[] {
  const { reader } = new NameCopier(bytes, start)
  if (depth > MAX_DEPTH) throw reader.damaged(`components are nested more than ${MAX_DEPTH} deep`)
  const pieces: Uint8Array[] = [bytes.subarray(0, PREAMBLE_BYTES)]
  for (const section of readSections(reader)) {
    if (section.id === CUSTOM) continue
    const place = { start: start + section.start, depth, map }
    // Not spread: a component has as many pieces as it has names
    pieces.push(bytes.subarray(section.start, section.start + 1))
    for (const piece of sized(renameSection(section.id, section.content.rest(), place))) pieces.push(piece)
  }
  return pieces
}

const PREAMBLE_BYTES = 8

function renameSection(id: number, bytes: Uint8Array, place: Place): readonly Uint8Array[] {
  if (NAMELESS.has(id)) return [bytes]
  if (id === 1) return renameCoreModule(bytes, place.map, place.start)
  if (id === 4) return renameSections(bytes, { ...place, depth: place.depth + 1 })
  const copier = new NameCopier(bytes, place.start)
  if (id > LAST_SECTION) throw copier.reader.damaged('a section that is not known')
  copier.each(() => renameItem(id, copier, place))
  if (!copier.reader.isAtEnd) throw copier.reader.damaged('a section has more than its items')
  return copier.finish()
}

function renameItem(id: number, copier: NameCopier, { map, depth }: Place): void {
  switch (id) {
    case 2:
      return renameCoreInstance(copier, map)
    case 3:
      return renameCoreType(copier, map)
    case 5:
      return renameInstance(copier, map)
    case 6:
      return renameAlias(copier, map)
    case 7:
      return renameType(copier, map)
    case 10:
      renameExtern(copier, map.extern)
      return renameExternType(copier)
    case 11:
      renameExtern(copier, depth === 1 ? map.rootExport : map.extern)
      renameSort(copier)
      copier.number()
      return copier.optional(() => renameExternType(copier))
    default:
      throw copier.reader.damaged('a section that is not known')
  }
}

function renameCoreInstance(copier: NameCopier, map: NameMap): void {
  const { reader } = copier
  switch (reader.byte()) {
    case 0x00:
      copier.number()
      return copier.each(() => {
        copier.name(map.inner)
        reader.byte()
        copier.number()
      })
    case 0x01:
      return copier.each(() => {
        copier.name(map.inner)
        reader.byte()
        copier.number()
      })
    default:
      throw reader.damaged('a kind of core instance that is not known')
  }
}

function renameInstance(copier: NameCopier, map: NameMap): void {
  const { reader } = copier
  switch (reader.byte()) {
    case 0x00:
      copier.number()
      return copier.each(() => {
        copier.name(map.extern)
        renameSort(copier)
        copier.number()
      })
    case 0x01:
      return copier.each(() => {
        renameExtern(copier, map.extern)
        renameSort(copier)
        copier.number()
      })
    default:
      throw reader.damaged('a kind of instance that is not known')
  }
}
