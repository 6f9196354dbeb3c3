import type { WitType } from '#wit'

import {
  type Flat,
  flatten,
  flattenCases,
  memberOffsets,
  payloadOffset,
  shapeOf,
  tagSizeOf,
} from './layout.ts'

/** Where a value is held: in locals from `first` on, as these core types; and where in memory it goes. */
interface Place {
  readonly first: number
  /** An expression. */
  readonly base: string
  readonly offset: number
  readonly held: readonly Flat[]
}

/** Statements of core WebAssembly that put a value into memory. */
export function storeCore(type: WitType | null, place: Place): string {
  if (type === null) return ''
  const shape = shapeOf(type)
  switch (shape.kind) {
    case 'plain':
      return storeFlat(shape.flat, shape.size, place)
    case 'pointer':
      return (
        storeFlat('i32', 4, place) +
        storeFlat('i32', 4, {
          ...place,
          first: place.first + 1,
          offset: place.offset + 4,
          held: place.held.slice(1),
        })
      )
    case 'members': {
      const offsets = memberOffsets(shape.members)
      let index = 0
      return shape.members
        .map((member, number) => {
          const count = flatten(member).length
          const part = {
            base: place.base,
            first: place.first + index,
            offset: place.offset + (offsets[number] ?? 0),
            held: place.held.slice(index, index + count),
          }
          index += count
          return storeCore(member, part)
        })
        .join('')
    }
    case 'cases': {
      const { cases } = shape
      const payload = {
        base: place.base,
        first: place.first + 1,
        offset: place.offset + payloadOffset(cases),
        // Inside a variant of variants the locals have the type that all of them join to
        held: place.held.slice(1, 1 + flattenCases(cases).length),
      }
      const branches = cases.map((one, index) => {
        const body = storeCore(one, payload)
        if (body === '') return ''
        return `(if (i32.eq ${read('i32', place)} (i32.const ${index})) (then ${body}))`
      })
      return storeFlat('i32', tagSizeOf(cases.length), place) + branches.join('')
    }
  }
}

function storeFlat(flat: Flat, size: number, place: Place): string {
  const narrow = flat === 'i32' && size < 4 ? String(size * 8) : ''
  return `(${flat}.store${narrow} offset=${place.offset} ${place.base} ${read(flat, place)})\n`
}

/** Undoes what joining the cases of a variant made of a core type. */
function read(flat: Flat, { first, held }: Place): string {
  const local = `(local.get ${first})`
  const from = held[0]
  if (from === flat) return local
  if (from === 'i32' && flat === 'f32') return `(f32.reinterpret_i32 ${local})`
  if (from === 'i64' && flat === 'i32') return `(i32.wrap_i64 ${local})`
  if (from === 'i64' && flat === 'f32') return `(f32.reinterpret_i32 (i32.wrap_i64 ${local}))`
  if (from === 'i64' && flat === 'f64') return `(f64.reinterpret_i64 ${local})`
  throw new Error(`A ${flat} is not held in ${from}`)
}
