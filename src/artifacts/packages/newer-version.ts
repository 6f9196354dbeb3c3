import { compareVersions, formatVersion, isStable, parseVersion } from './semantic-version.ts'

/** The highest stable version among tags that is above the version of one; null where there is none, or the tag is no version. */
export function newerVersion(tag: string, tags: readonly string[]): string | null {
  const current = parseVersion(tag)
  if (current === null) return null
  const newest = tags
    .map(parseVersion)
    .filter((version) => version !== null && isStable(version))
    .reduce(
      (one, other) => (one !== null && other !== null && compareVersions(one, other) > 0 ? one : other),
      null,
    )
  return newest !== null && compareVersions(newest, current) > 0 ? formatVersion(newest) : null
}
