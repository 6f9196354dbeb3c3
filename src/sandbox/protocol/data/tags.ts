/** The byte that each value begins with. */
export const TAG = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  /** A varint: an integer from 0 to 2^53 - 1. */
  integer: 4,
  /** A varint: how far the integer lies below zero. */
  negative: 5,
  /** Eight bytes, little endian. */
  float: 6,
  /** A `bigint` of 64 bits without a sign, little endian. */
  wide: 7,
  /** The same below zero. */
  negativeWide: 8,
  /** A varint, and as many bytes of UTF-8. */
  text: 9,
  /** A varint, and as many bytes. */
  bytes: 11,
  /** A varint, and as many values. */
  list: 12,
  /** A varint, and as many pairs of a text and a value. */
  record: 13,
} as const

/** Values within values, at most. */
export const MAX_DEPTH = 12
