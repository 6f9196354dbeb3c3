import { CodedError } from '#platform'

import { readRequirement } from '../packages/package-reference.ts'
import type { OciVersionReference } from '../references/reference.ts'
import { parseOciReference } from './reference.ts'

/**
 * Reads `host[:port]/repository@version`, where a version such as `^0.1` is chosen among the tags; null for a tag or a digest.
 *
 * A version follows `@`, as in the name of a package: behind `:`, `0.1` is the tag of that name.
 * @throws CodedError `REFERENCE_INVALID`
 */
export function parseOciVersionReference(text: string): OciVersionReference | null {
  const at = text.indexOf('@')
  const version = text.slice(at + 1)
  if (at === -1 || version.includes(':')) return null
  const place = parseOciReference(text.slice(0, at))
  const { registry, repository } = place
  if (text.slice(0, at).endsWith(`:${place.tag}`)) {
    throw new CodedError('REFERENCE_INVALID', `"oci://${text}" names a tag and a version: leave one out`)
  }
  return { kind: 'oci-version', registry, repository, requirement: readRequirement(version, `oci://${text}`) }
}
