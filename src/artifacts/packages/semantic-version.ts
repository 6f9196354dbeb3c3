/** A version by Semantic Versioning 2.0.0, without build metadata: a tag cannot hold its `+`. */
export interface SemanticVersion {
  readonly major: number
  readonly minor: number
  readonly patch: number
  /** Identifiers after the hyphen; empty for a stable version. */
  readonly prerelease: readonly string[]
}

const LONGEST_VERSION = 128
const NUMBER = '(0|[1-9]\\d{0,14})'
const IDENTIFIER = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)'
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?$`)

/** Reads `1.2.3` or `1.2.3-rc.1`; null for anything else, `v1.2.3` too. */
export function parseVersion(text: string): SemanticVersion | null {
  const [match, major, minor, patch, prerelease] =
    (text.length <= LONGEST_VERSION && VERSION.exec(text)) || []
  if (match === undefined) return null
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    prerelease: prerelease?.split('.') ?? [],
  }
}

/** The text of a version. */
export function formatVersion({ major, minor, patch, prerelease }: SemanticVersion): string {
  return `${major}.${minor}.${patch}${prerelease.length === 0 ? '' : `-${prerelease.join('.')}`}`
}

/** Whether nothing follows the three numbers. */
export function isStable({ prerelease }: SemanticVersion): boolean {
  return prerelease.length === 0
}

/** Negative when `one` comes before `other` (Semantic Versioning 2.0.0, section 11). */
export function compareVersions(one: SemanticVersion, other: SemanticVersion): number {
  return (
    one.major - other.major ||
    one.minor - other.minor ||
    one.patch - other.patch ||
    comparePrereleases(one.prerelease, other.prerelease)
  )
}

function comparePrereleases(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length
  for (const [index, identifier] of one.entries()) {
    const against = other[index]
    if (against === undefined) return 1
    const order = compareIdentifiers(identifier, against)
    if (order !== 0) return order
  }
  return one.length - other.length
}

function compareIdentifiers(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [one, other].map((text) => /^\d+$/.test(text))
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1
  // Without leading zeros the longer number is the greater one, however long it is.
  if (isNumber && one.length !== other.length) return one.length - other.length
  return one < other ? -1 : Number(one > other)
}
