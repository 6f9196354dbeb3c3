import { CodedError } from '#platform'

import { parseFileReference } from './file-reference.ts'
import { parseOciReference } from '../oci/reference.ts'
import { parseOciVersionReference } from '../oci/version-reference.ts'
import { parsePackageReference } from '../packages/package-reference.ts'
import type { Reference } from './reference.ts'
import { parseUrlReference } from './url-reference.ts'

const LONGEST_REFERENCE = 4096
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s

/**
 * Reads `file://`, `https://`, `http://` and `oci://` references, and names of packages such as `user:charcount@^0.1`.
 *
 * @throws CodedError `REFERENCE_INVALID`, `SCHEME_UNSUPPORTED`
 */
export function parseReference(text: string): Reference {
  const [, scheme, rest] = SCHEME.exec(text.trim()) ?? []
  const named =
    scheme === undefined && text.length <= LONGEST_REFERENCE ? parsePackageReference(text.trim()) : null
  if (named !== null) return named
  if (scheme === undefined || rest === undefined || text.length > LONGEST_REFERENCE) {
    throw new CodedError(
      'REFERENCE_INVALID',
      `Invalid component reference "${text.slice(0, 200)}": write it as scheme://reference, such as oci://ghcr.io/user/name:1.0.0, https://host/name.wasm or file:///folder/name.wasm, or name a package as user:name@1.0.0`,
    )
  }
  switch (scheme.toLowerCase()) {
    case 'file':
      return parseFileReference(rest)
    case 'http':
    case 'https':
      return parseUrlReference(text.trim())
    case 'oci':
      return parseOciVersionReference(rest) ?? parseOciReference(rest)
    default:
      throw new CodedError(
        'SCHEME_UNSUPPORTED',
        `Unsupported component scheme: "${scheme}"; use oci://, https:// or file://`,
      )
  }
}
