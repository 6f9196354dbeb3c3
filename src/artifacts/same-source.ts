import { isCodedError } from '#platform'

import { parseReference } from './parse-reference.ts'
import type { Reference } from './reference.ts'

/** Whether two references lead to the same place, whatever version: one repository, one URL, one file. */
export function isSameSource(one: string, other: string): boolean {
  const [first, second] = [one, other].map(placeOf)
  return first !== null && first === second
}

function placeOf(reference: string): string | null {
  try {
    return describePlace(parseReference(reference))
  } catch (error) {
    if (isCodedError(error)) return null
    throw error
  }
}

function describePlace(reference: Reference): string {
  switch (reference.kind) {
    case 'file':
      return `file://${reference.path}`
    case 'https':
      return `${reference.url.origin}${reference.url.pathname}`
    case 'oci':
      return `oci://${reference.registry}/${reference.repository}`
  }
}
