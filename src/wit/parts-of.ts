import type { WitType } from './types.ts'

/** The types that a type is directly made of. */
export function partsOf(type: WitType): readonly WitType[] {
  switch (type.kind) {
    case 'list':
      return [type.element]
    case 'map':
      return [type.key, type.value]
    case 'option':
      return [type.some]
    case 'result':
      return [type.ok, type.err].filter((side) => side !== null)
    case 'tuple':
      return type.items
    case 'record':
      return type.fields.map((field) => field.type)
    case 'variant':
      return type.cases.map((one) => one.type).filter((payload) => payload !== null)
    case 'future':
    case 'stream':
      return type.element === null ? [] : [type.element]
    case 'bool':
    case 's8':
    case 's16':
    case 's32':
    case 's64':
    case 'u8':
    case 'u16':
    case 'u32':
    case 'u64':
    case 'f32':
    case 'f64':
    case 'char':
    case 'string':
    case 'error-context':
    case 'enum':
    case 'flags':
    case 'own':
    case 'borrow':
      return []
  }
}
