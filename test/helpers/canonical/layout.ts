import type { WitType } from '#wit'

/** Core values that a function takes at most; more are passed in memory. */
export const MAX_FLAT_PARAMETERS = 16

/** A core type that a value is passed in. */
export type Flat = 'i32' | 'i64' | 'f32' | 'f64'

/** Bytes and alignment of a value in memory. @see CanonicalABI.md `elem_size`, `alignment` */
export interface Layout {
  readonly size: number
  readonly align: number
}

const FIXED = {
  bool: [1, 'i32'],
  s8: [1, 'i32'],
  u8: [1, 'i32'],
  s16: [2, 'i32'],
  u16: [2, 'i32'],
  s32: [4, 'i32'],
  u32: [4, 'i32'],
  s64: [8, 'i64'],
  u64: [8, 'i64'],
  f32: [4, 'f32'],
  f64: [8, 'f64'],
  char: [4, 'i32'],
} as const

/** How a type is cut into parts: members that follow each other, or cases of which there is one. */
export type Shape =
  | { readonly kind: 'plain'; readonly size: number; readonly flat: Flat }
  | { readonly kind: 'pointer' }
  | { readonly kind: 'members'; readonly members: readonly WitType[] }
  | { readonly kind: 'cases'; readonly cases: readonly (WitType | null)[] }

export function shapeOf(type: WitType): Shape {
  switch (type.kind) {
    case 'string':
    case 'map':
      return { kind: 'pointer' }
    case 'list': {
      const { element, length } = type
      return length === undefined
        ? { kind: 'pointer' }
        : { kind: 'members', members: Array.from({ length }, () => element) }
    }
    case 'record':
      return { kind: 'members', members: type.fields.map((field) => field.type) }
    case 'tuple':
      return { kind: 'members', members: type.items }
    case 'variant':
      return { kind: 'cases', cases: type.cases.map((one) => one.type) }
    case 'enum':
      return { kind: 'cases', cases: type.names.map(() => null) }
    case 'option':
      return { kind: 'cases', cases: [null, type.some] }
    case 'result':
      return { kind: 'cases', cases: [type.ok, type.err] }
    case 'flags': {
      const { length } = type.names
      return { kind: 'plain', size: length > 16 ? 4 : length > 8 ? 2 : 1, flat: 'i32' }
    }
    case 'own':
    case 'borrow':
    case 'future':
    case 'stream':
    case 'error-context':
      throw new Error(`A ${type.kind} has no layout here`)
    case 'bool':
    case 's8':
    case 'u8':
    case 's16':
    case 'u16':
    case 's32':
    case 'u32':
    case 's64':
    case 'u64':
    case 'f32':
    case 'f64':
    case 'char': {
      const [size, flat] = FIXED[type.kind]
      return { kind: 'plain', size, flat }
    }
  }
}

/** Bytes of a value in memory. */
export function sizeOf(type: WitType): number {
  return layoutOf(type).size
}

function layoutOf(type: WitType | null): Layout {
  if (type === null) return { size: 0, align: 1 }
  const shape = shapeOf(type)
  switch (shape.kind) {
    case 'plain':
      return { size: shape.size, align: shape.size }
    case 'pointer':
      return { size: 8, align: 4 }
    case 'members': {
      const layouts = shape.members.map(layoutOf)
      const align = Math.max(1, ...layouts.map((one) => one.align))
      const end = layouts.reduce((offset, one) => aligned(offset, one.align) + one.size, 0)
      return { size: aligned(end, align), align }
    }
    case 'cases': {
      const tag = tagSizeOf(shape.cases.length)
      const layouts = shape.cases.map(layoutOf)
      const align = Math.max(tag, ...layouts.map((one) => one.align))
      const end = payloadOffset(shape.cases) + Math.max(0, ...layouts.map((one) => one.size))
      return { size: aligned(end, align), align }
    }
  }
}

/** Where the members of a value lie in it. */
export function memberOffsets(members: readonly WitType[]): number[] {
  let offset = 0
  return members.map((member) => {
    const { size, align } = layoutOf(member)
    const start = aligned(offset, align)
    offset = start + size
    return start
  })
}

/** Where the payload of any case lies. */
export function payloadOffset(cases: readonly (WitType | null)[]): number {
  const align = Math.max(1, ...cases.map((one) => layoutOf(one).align))
  return aligned(tagSizeOf(cases.length), align)
}

export function tagSizeOf(cases: number): 1 | 2 | 4 {
  if (cases <= 0x100) return 1
  return cases <= 0x1_0000 ? 2 : 4
}

/** What a value is passed in when it is not in memory. @see CanonicalABI.md `flatten_type` */
export function flatten(type: WitType | null): Flat[] {
  if (type === null) return []
  const shape = shapeOf(type)
  switch (shape.kind) {
    case 'plain':
      return [shape.flat]
    case 'pointer':
      return ['i32', 'i32']
    case 'members':
      return shape.members.flatMap(flatten)
    case 'cases':
      return ['i32', ...flattenCases(shape.cases)]
  }
}

/** What the payload of any case is passed in. */
export function flattenCases(cases: readonly (WitType | null)[]): Flat[] {
  const joined: Flat[] = []
  for (const one of cases) {
    for (const [index, flat] of flatten(one).entries()) joined[index] = join(joined[index], flat)
  }
  return joined
}

function join(left: Flat | undefined, right: Flat): Flat {
  if (left === undefined || left === right) return right
  return (left === 'i32' && right === 'f32') || (left === 'f32' && right === 'i32') ? 'i32' : 'i64'
}

function aligned(offset: number, align: number): number {
  return Math.ceil(offset / align) * align
}
