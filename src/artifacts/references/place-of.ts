import { isCodedError } from '#platform'

import { parseReference } from './parse-reference.ts'
import type { Reference } from './reference.ts'

/** The place that a reference leads to, whatever version: one repository, one URL, one file. Null for what is no reference. */
export function placeOf(reference: string): string | null {
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
    case 'package':
      return `${reference.namespace}:${reference.name}`
    case 'oci':
    case 'oci-version':
      return `oci://${reference.registry}/${reference.repository}`
  }
}
