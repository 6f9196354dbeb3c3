import type { IntegerKind } from './types.ts'

/** The integer types that fit a JSON number exactly, with both ends of their range. */
export const SMALL_RANGES = {
  s8: [-0x80, 0x7f],
  s16: [-0x8000, 0x7fff],
  s32: [-0x8000_0000, 0x7fff_ffff],
  u8: [0, 0xff],
  u16: [0, 0xffff],
  u32: [0, 0xffff_ffff],
} as const satisfies Partial<Record<IntegerKind, readonly [number, number]>>

/** The integer types that travel as a decimal string where a JSON number would not be exact, with their range. */
export const WIDE_RANGES = {
  s64: [-(2n ** 63n), 2n ** 63n - 1n],
  u64: [0n, 2n ** 64n - 1n],
} as const satisfies Partial<Record<IntegerKind, readonly [bigint, bigint]>>

/** Integer types whose values are `bigint` in JavaScript. */
export type WideKind = keyof typeof WIDE_RANGES

/** Integer types whose values are `number` in JavaScript. */
export type SmallKind = keyof typeof SMALL_RANGES
