import type { SmallKind, WideKind } from '../integer-range.ts'

/** The element types whose lists are typed arrays in jco's glue. */
export type NumericKind = SmallKind | WideKind | 'f32' | 'f64'

const TYPED_ARRAYS: Record<NumericKind, { from(items: readonly (number | bigint)[]): ArrayBufferView }> = {
  s8: Int8Array,
  s16: Int16Array,
  s32: Int32Array,
  s64: BigInt64Array,
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  u64: BigUint64Array,
  f32: Float32Array,
  f64: Float64Array,
}

/** Whether a list of this element type is a typed array in jco's glue. */
export function isNumeric(kind: string): kind is NumericKind {
  return Object.hasOwn(TYPED_ARRAYS, kind)
}

/** The typed array of these numbers, which are `bigint` for 64-bit integers and `number` for all others. */
export function typedArray(kind: NumericKind, numbers: readonly (number | bigint)[]): ArrayBufferView {
  // Without a function as second argument, which makes it a hundred times slower
  return TYPED_ARRAYS[kind].from(numbers)
}
