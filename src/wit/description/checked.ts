import { CodedError } from '../../platform/coded-error.ts'
import { isObject } from '../values/own-value.ts'

/** As long as a name may be for any engine. */
export const MAX_NAME_CHARACTERS = 100_000

const LABEL = /^[a-zA-Z][a-zA-Z0-9]*(?:-[a-zA-Z0-9]+)*$/
const PRINTABLE = /^[\x21-\x7e]*$/

/** The error of a description that none of ours has written so. */
export function senseless(what: string): CodedError {
  return new CodedError('COMPONENT_INVALID', `The description of the component makes no sense: ${what}`)
}

/** The value as an object. */
export function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw senseless(`${what} is no object`)
  return value
}

/** The items of a list of at most `most`; counted before any of them is looked at. */
export function listOf(value: unknown, what: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw senseless(`${what} is no list`)
  if (value.length > most) throw senseless(`${what} has ${value.length} items, and may have ${most}`)
  return value
}

/** A text of at most `most` characters. */
export function textOf(value: unknown, what: string, most: number): string {
  if (typeof value !== 'string' || value.length > most) throw senseless(`${what} is no text, or a long one`)
  return value
}

/** A name of a field, case or parameter: kebab-case. */
export function labelOf(value: unknown, what: string): string {
  const label = textOf(value, what, MAX_NAME_CHARACTERS)
  if (!LABEL.test(label)) throw senseless(`${what} is not in kebab-case`)
  return label
}

/** A name of an import, an export or a resource: printable ASCII. */
export function externNameOf(value: unknown, what: string): string {
  const name = textOf(value, what, MAX_NAME_CHARACTERS)
  if (!PRINTABLE.test(name)) throw senseless(`${what} is not printable`)
  return name
}
