import { CodedError } from '#platform'

import { glueKey, ourCase } from '../rename/our-names.ts'

/** One conversion: what its errors are called, and how much JSON it may still read or make. */
export interface Conversion {
  readonly invalid: 'ARGUMENT_INVALID' | 'RESULT_INVALID'
  readonly tooLarge: 'ARGUMENT_TOO_LARGE' | 'RESULT_TOO_LARGE'
  readonly maxBytes: number
  bytesLeft: number
  /** Positions by name of the cases met so far, the name in JSON or the one in generated code. */
  readonly positions: Map<readonly CaseName[], ReadonlyMap<string, number>>
  /** Keys in generated code by WIT name of the fields and flags met so far. */
  readonly keys: Map<string, string>
  /** Names in generated code by WIT name of the cases met so far. */
  readonly tags: Map<string, string>
}

/** A case of a variant, or a name of an enum. */
export type CaseName = string | { readonly name: string }

/** Where in a JSON value a conversion stands. */
export interface Place {
  readonly conversion: Conversion
  readonly parent: Place | null
  readonly step: string | number
}

/** A field, element or case of `place`. */
export function inside(place: Place, step: string | number): Place {
  return { conversion: place.conversion, parent: place, step }
}

/**
 * Counts about as many bytes as the value takes in JSON.
 *
 * Every visit of a value costs, also of one that was seen before: references that are shared stay harmless.
 */
export function spend({ conversion }: Place, bytes: number): void {
  conversion.bytesLeft -= bytes
  if (conversion.bytesLeft >= 0) return
  const what = conversion.tooLarge === 'RESULT_TOO_LARGE' ? 'The result is' : 'The arguments are'
  throw new CodedError(
    conversion.tooLarge,
    `${what} larger than ${conversion.maxBytes} bytes of JSON: ask for less at once`,
  )
}

/** The start of a conversion. */
export function startConversion(
  { invalid, tooLarge }: Pick<Conversion, 'invalid' | 'tooLarge'>,
  maxBytes: number,
): Conversion {
  return {
    invalid,
    tooLarge,
    maxBytes,
    bytesLeft: maxBytes,
    positions: new Map(),
    keys: new Map(),
    tags: new Map(),
  }
}

/** `glueKey()`, worked out once in a conversion. */
export function keyOf(name: string, { conversion: { keys } }: Place): string {
  return onceFor(name, glueKey, keys)
}

/** The name of a case in generated code, worked out once in a conversion. */
export function tagOf(name: string, { conversion: { tags } }: Place): string {
  return onceFor(name, ourCase, tags)
}

/** Where the case of this WIT name stands among `cases`, or -1. */
export function caseIndex(cases: readonly CaseName[], name: unknown, place: Place): number {
  return positionOf(name, { cases, place, spell: (theirs) => theirs })
}

/** Where the case stands among `cases` that generated code calls so, or -1. */
export function tagIndex(cases: readonly CaseName[], tag: unknown, place: Place): number {
  return positionOf(tag, { cases, place, spell: (theirs) => tagOf(theirs, place) })
}

/** The names of cases as a message lists them. */
export function listOfCases(cases: readonly CaseName[]): string {
  const names = cases.slice(0, MAX_LISTED_CASES).map((one) => quote(nameOfCase(one)))
  return `one of ${names.join(', ')}${cases.length > MAX_LISTED_CASES ? ', …' : ''}`
}

/** The error of a value that does not fit its type: `entities[2].name: Expected a string, got a number`. */
export function mismatch(place: Place, expected: string, got: string): CodedError {
  return new CodedError(place.conversion.invalid, `${pathOf(place)}: Expected ${expected}, got ${got}`)
}

/** `mismatch()` for a value of the wrong kind altogether. */
export function wrongKind(place: Place, expected: string, value: unknown): CodedError {
  return mismatch(place, expected, kindOf(value))
}

interface Cases {
  readonly cases: readonly CaseName[]
  readonly place: Place
  readonly spell: (name: string) => string
}

/** The cases are indexed once in a conversion: a guest may return a million values of an enum with ten thousand names. */
function positionOf(name: unknown, { cases, place: { conversion }, spell }: Cases): number {
  let positions = conversion.positions.get(cases)
  if (positions === undefined) {
    positions = new Map(cases.map((one, index) => [spell(nameOfCase(one)), index]))
    conversion.positions.set(cases, positions)
  }
  return typeof name === 'string' ? (positions.get(name) ?? -1) : -1
}

function onceFor(name: string, make: (name: string) => string, known: Map<string, string>): string {
  const found = known.get(name)
  if (found !== undefined) return found
  const made = make(name)
  known.set(name, made)
  return made
}

/** More of them are left out of messages. */
const MAX_LISTED_CASES = 20

function nameOfCase(one: CaseName): string {
  return typeof one === 'string' ? one : one.name
}

/** Longer values are cut in messages. */
const MAX_QUOTED_LENGTH = 60

/** A string as a message quotes it. */
export function quote(text: string): string {
  return JSON.stringify(text.length <= MAX_QUOTED_LENGTH ? text : `${text.slice(0, MAX_QUOTED_LENGTH)}…`)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function pathOf({ parent, step }: Place): string {
  if (parent === null) return String(step)
  return typeof step === 'number' ? `${pathOf(parent)}[${step}]` : `${pathOf(parent)}.${step}`
}
