import type { WitType } from '../types.ts'
import { externNameOf, labelOf, listOf, objectOf, senseless } from './checked.ts'

/** Values of deeper types could exhaust the stack when they are converted. */
export const MAX_TYPE_DEPTH = 64

/** Types of all functions together, each counted wherever it is used. */
const MAX_TYPES = 256 * 1024

const PLAIN = [
  ...(['bool', 'char', 'string', 'error-context', 'f32', 'f64'] as const),
  ...(['s8', 's16', 's32', 's64', 'u8', 'u16', 'u32', 'u64'] as const),
]

type Fields = Readonly<Record<string, unknown>>

/** Reads the types of one description, and counts them. */
export class TypeParser {
  #count = 0

  /** @throws CodedError `COMPONENT_INVALID` */
  type(value: unknown, depth = 1): WitType {
    this.#count += 1
    if (this.#count > MAX_TYPES) throw senseless(`there are more than ${MAX_TYPES} types`)
    if (depth > MAX_TYPE_DEPTH) throw senseless('a type is nested too deep')
    const fields = objectOf(value, 'a type')
    const plain = PLAIN.find((kind) => kind === fields['kind'])
    return plain === undefined ? this.#compound(fields, depth + 1) : { kind: plain }
  }

  /** A type where there may be none. @throws CodedError `COMPONENT_INVALID` */
  typeOrNull(value: unknown, depth = 1): WitType | null {
    return value === null ? null : this.type(value, depth)
  }

  #compound(fields: Fields, depth: number): WitType {
    const { kind } = fields
    switch (kind) {
      case 'list':
        return { kind, element: this.type(fields['element'], depth), ...lengthOf(fields['length']) }
      case 'map':
        return { kind, key: this.type(fields['key'], depth), value: this.type(fields['value'], depth) }
      case 'option':
        return { kind, some: this.type(fields['some'], depth) }
      case 'result':
        return {
          kind,
          ok: this.typeOrNull(fields['ok'], depth),
          err: this.typeOrNull(fields['err'], depth),
        }
      case 'tuple':
        return { kind, items: itemsOf(fields['items']).map((item) => this.type(item, depth)) }
      case 'record':
        return { kind, ...nameOf(fields), fields: this.#fields(fields['fields'], depth) }
      case 'variant':
        return { kind, ...nameOf(fields), cases: this.#cases(fields['cases'], depth) }
      case 'enum':
      case 'flags':
        return {
          kind,
          ...nameOf(fields),
          names: itemsOf(fields['names']).map((name) => labelOf(name, 'a name')),
        }
      case 'own':
      case 'borrow':
        return { kind, resource: externNameOf(fields['resource'], 'a resource') }
      case 'future':
      case 'stream':
        return { kind, element: this.typeOrNull(fields['element'], depth) }
      default:
        throw senseless('a kind of type is not known')
    }
  }

  #fields(value: unknown, depth: number) {
    return itemsOf(value).map((item) => {
      const { name, type } = objectOf(item, 'a field')
      return { name: labelOf(name, 'a field'), type: this.type(type, depth) }
    })
  }

  #cases(value: unknown, depth: number) {
    return itemsOf(value).map((item) => {
      const { name, type } = objectOf(item, 'a case')
      return { name: labelOf(name, 'a case'), type: this.typeOrNull(type, depth) }
    })
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  return listOf(value, 'a type', MAX_TYPES)
}

function nameOf({ name }: Fields): { readonly name?: string } {
  return name === undefined ? {} : { name: externNameOf(name, 'the name of a type') }
}

function lengthOf(value: unknown): { readonly length?: number } {
  if (value === undefined) return {}
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw senseless('a length is no number')
  return { length: value }
}
