import { CodedError } from '#platform'

import { describeTags } from '../oci/describe-tags.ts'
import {
  compareVersions,
  formatVersion,
  isStable,
  parseVersion,
  type SemanticVersion,
} from './semantic-version.ts'
import { satisfies, type VersionRequirement } from './version-requirement.ts'

/**
 * The tag of the highest version that fits. A tag that is no version, `v1.2.3` among them, is passed over as wkg does.
 *
 * @throws CodedError `VERSION_NOT_FOUND` with the versions that there are
 */
export function selectVersion(
  tags: readonly string[],
  requirement: VersionRequirement,
  subject: string,
): string {
  const versions = tags
    .map(parseVersion)
    .filter((version) => version !== null)
    .sort(compareVersions)
  const found = versions.findLast((version) => satisfies(version, requirement))
  if (found !== undefined) return formatVersion(found)
  throw new CodedError(
    'VERSION_NOT_FOUND',
    `"${subject}" has no version that fits "${requirement.text}": ${describe(versions, tags)}`,
  )
}

function describe(versions: readonly SemanticVersion[], tags: readonly string[]): string {
  if (versions.length === 0) {
    return tags.length === 0
      ? 'it has no tags; check the name'
      : `none of its tags is a version (${describeTags(tags)}); name a tag itself as oci://host/repository:tag`
  }
  const list = `its versions are ${describeTags(versions.map(formatVersion))}`
  return versions.some(isStable) ? list : `${list}; a pre-release is taken only when it is named`
}
