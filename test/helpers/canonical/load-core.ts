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

/** Expressions of core WebAssembly that load a value from memory, one for each core value that it is passed in. */
export function loadCore(type: WitType | null, base: string, offset = 0): string[] {
  if (type === null) return []
  const shape = shapeOf(type)
  switch (shape.kind) {
    case 'plain':
      return [loadFlat(shape.flat, { size: shape.size, base, offset })]
    case 'pointer':
      return [0, 4].map((part) => loadFlat('i32', { size: 4, base, offset: offset + part }))
    case 'members': {
      const offsets = memberOffsets(shape.members)
      return shape.members.flatMap((member, index) => loadCore(member, base, offset + (offsets[index] ?? 0)))
    }
    case 'cases': {
      const { cases } = shape
      const tag = loadFlat('i32', { size: tagSizeOf(cases.length), base, offset })
      const payloads = cases.map((one) => ({
        flats: flatten(one),
        loads: loadCore(one, base, offset + payloadOffset(cases)),
      }))
      const joined = flattenCases(cases).map((wide, slot) =>
        payloads.reduceRight((otherwise, { flats, loads }, number) => {
          const flat = flats[slot]
          const load = loads[slot]
          if (flat === undefined || load === undefined) return otherwise
          return `(if (result ${wide}) (i32.eq ${tag} (i32.const ${number})) (then ${widened(flat, wide, load)}) (else ${otherwise}))`
        }, `(${wide}.const 0)`),
      )
      return [tag, ...joined]
    }
  }
}

interface Place {
  readonly size: number
  readonly base: string
  readonly offset: number
}

function loadFlat(flat: Flat, { size, base, offset }: Place): string {
  const narrow = flat === 'i32' && size < 4 ? `${size * 8}_u` : ''
  return `(${flat}.load${narrow} offset=${offset} ${base})`
}

/** Makes of a core value what all cases of its variant are passed in. */
function widened(from: Flat, to: Flat, value: string): string {
  if (from === to) return value
  const bits = from === 'f32' ? `(i32.reinterpret_f32 ${value})` : value
  if (to === 'i32') return bits
  return from === 'f64' ? `(i64.reinterpret_f64 ${value})` : `(i64.extend_i32_u ${bits})`
}
