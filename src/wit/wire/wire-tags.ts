/** The byte that each value of a result begins with on its way out of a sandbox process. */
export const WIRE = {
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
  /** The same, and the text goes on in the next value. */
  textPart: 10,
  /** A kind of number, a varint, and as many numbers, little endian. */
  numbers: 11,
  /** A varint, and as many values. */
  list: 12,
  /** A varint, and as many pairs: the number of a key as a varint, and a value. */
  record: 13,
  /** A varint, and as many pairs of values. */
  map: 14,
  /** No value: a varint, and as many bytes of UTF-8 that are the key of the next number, from 0. */
  key: 15,
  /** What is a value of no WIT type. */
  other: 16,
} as const

/** The kinds of numbers, each at the place of its number. */
export const WIRE_NUMBERS = ['u8', 's8', 'u16', 's16', 'u32', 's32', 'u64', 's64', 'f32', 'f64'] as const

/** A longer text goes in parts, in UTF-16 units. */
export const MAX_PART_CHARACTERS = 12 * 1024

/** The longest part of a text or key, as UTF-8. */
export const MAX_PART_BYTES = 3 * MAX_PART_CHARACTERS

/** No result has more JSON, whatever the policy allows, in bytes: it stands twice in one message. */
export const MOST_RESULT_BYTES = 64 * 1024 * 1024

/** A result is sent in pieces of so many bytes, at most: reading one takes a moment, whatever is in it. */
export const MAX_PIECE_BYTES = 48 * 1024
