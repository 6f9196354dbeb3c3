import type { SmallKind, WideKind } from './integer-range.ts'

/** The element types whose lists are typed arrays in jco's glue. */
export type NumericKind = SmallKind | WideKind | 'f32' | 'f64'

interface TypedArrayOf<Element> {
  from(items: ArrayLike<number | bigint>, convert: (item: number | bigint) => Element): ArrayBufferView
}

const NUMBER_ARRAYS: Record<Exclude<NumericKind, WideKind>, TypedArrayOf<number>> = {
  s8: Int8Array,
  s16: Int16Array,
  s32: Int32Array,
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
}

const BIGINT_ARRAYS: Record<WideKind, TypedArrayOf<bigint>> = { s64: BigInt64Array, u64: BigUint64Array }

/** Whether a list of this element type is a typed array in jco's glue. */
export function isNumeric(kind: string): kind is NumericKind {
  return Object.hasOwn(NUMBER_ARRAYS, kind) || Object.hasOwn(BIGINT_ARRAYS, kind)
}

/** The typed array of these numbers; `bigint` for 64-bit integers. */
export function typedArray(kind: NumericKind, numbers: readonly (number | bigint)[]): ArrayBufferView {
  return kind === 's64' || kind === 'u64'
    ? BIGINT_ARRAYS[kind].from(numbers, BigInt)
    : NUMBER_ARRAYS[kind].from(numbers, Number)
}
