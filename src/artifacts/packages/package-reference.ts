import { CodedError } from '#platform'

import type { PackageReference } from '../references/reference.ts'
import { ANY_VERSION, parseRequirement, type VersionRequirement } from './version-requirement.ts'

const LABEL = '[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*'
const PACKAGE = new RegExp(`^(${LABEL}):(${LABEL})(?:@(.*))?$`, 's')

/**
 * Reads `namespace:name` and `namespace:name@version`, as wkg writes packages; null when it is not of that form.
 *
 * @throws CodedError `REFERENCE_INVALID` when the version cannot be read
 */
export function parsePackageReference(text: string): PackageReference | null {
  const [, namespace, name, version] = PACKAGE.exec(text) ?? []
  if (namespace === undefined || name === undefined) return null
  const requirement = version === undefined ? ANY_VERSION : readRequirement(version, text)
  return { kind: 'package', namespace, name, requirement }
}

/** What follows the `@` of a name. @throws CodedError `REFERENCE_INVALID` */
export function readRequirement(version: string, text: string): VersionRequirement {
  const requirement = parseRequirement(version)
  if (requirement !== null) return requirement
  throw new CodedError(
    'REFERENCE_INVALID',
    `Invalid reference "${text}": "${version}" is not a version; write it as 0.1.0, ^0.1, ~1.2 or *`,
  )
}
