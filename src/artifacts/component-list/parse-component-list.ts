import { z } from 'zod'

import { readJson, CodedError, isCodedError } from '#platform'

import { parseReference } from '../references/parse-reference.ts'
import type { KnownComponent } from './known-component.ts'

const MOST_ENTRIES = 10_000
const LONGEST_NAME = 200
const LONGEST_DESCRIPTION = 1000

const Entry = z.object({ name: z.string().min(1), description: z.string().default(''), uri: z.string() })
const Entries = z.array(z.unknown()).max(MOST_ENTRIES)
const List = z.union([Entries, z.object({ components: Entries }).transform(({ components }) => components)])

/**
 * Reads a list of components in the form of Wassette's `component-registry.json`: `[{name, description, uri}]`, also as
 * `components` of an object. Entries that cannot be used are left out.
 *
 * @throws CodedError `COMPONENT_LIST_INVALID`
 */
export function parseComponentList(bytes: Uint8Array, source: string): readonly KnownComponent[] {
  let entries
  try {
    entries = List.parse(readJson(bytes))
  } catch {
    throw new CodedError(
      'COMPONENT_LIST_INVALID',
      `The list of components "${source}" cannot be read: make it a JSON array of objects with "name", "description" and "uri"`,
    )
  }
  return entries.flatMap((entry) => {
    const parsed = Entry.safeParse(entry)
    return parsed.success && isReference(parsed.data.uri) ? [shortened(parsed.data)] : []
  })
}

function isReference(uri: string): boolean {
  try {
    parseReference(uri)
    return true
  } catch (error) {
    if (isCodedError(error)) return false
    throw error
  }
}

/** A model reads this: one line each, and no more than a person would. */
function shortened({ name, description, uri }: KnownComponent): KnownComponent {
  return {
    name: oneLine(name).slice(0, LONGEST_NAME),
    description: oneLine(description).slice(0, LONGEST_DESCRIPTION),
    uri: uri.trim(),
  }
}

function oneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').trim()
}
