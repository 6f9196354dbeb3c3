import type { WitType } from '../types.ts'
import type { SizedType } from './definitions.ts'

/** About what the schema of one type takes without its names, in characters. */
const WEIGHT_OF_A_TYPE = 64

/** Sizes a type by its parts and the names that it holds itself. */
export function sized(
  type: WitType,
  parts: readonly (SizedType | null)[] = [],
  names: readonly string[] = [],
): SizedType {
  const present = parts.filter((part) => part !== null)
  return {
    type,
    weight:
      WEIGHT_OF_A_TYPE + sum(present.map((part) => part.weight)) + sum(names.map((name) => name.length)),
    depth: 1 + largest(present.map(({ depth }) => depth)),
  }
}

/** The largest of the numbers and 0. Not `Math.max(...)`: a hostile record has more fields than a call can have arguments. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0)
}

/** All the numbers together. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
