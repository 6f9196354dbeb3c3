import { compareVersions, isStable, parseVersion, type SemanticVersion } from './semantic-version.ts'

/** Which versions will do: all bounds hold, as Cargo reads requirements. */
export interface VersionRequirement {
  /** As it was written. */
  readonly text: string
  /** The one version that is meant, where it is written whole and without an operator. */
  readonly exact: SemanticVersion | null
  readonly bounds: readonly Bound[]
}

/** One end of a range; `named` when its version stands in the text and is not made up by an operator. */
interface Bound {
  readonly operator: '>=' | '>' | '<' | '<='
  readonly version: SemanticVersion
  readonly named: boolean
}

interface Partial {
  readonly major: number
  readonly minor: number | null
  readonly patch: number | null
  readonly prerelease: readonly string[]
}

const LONGEST_REQUIREMENT = 256
const COMPARATOR = /^(\^|~|=|>=|<=|>|<)?\s*([^\s^~=<>,]+)$/
const WILDCARD = /^[*xX]$/
const NUMBER = /^(?:0|[1-9]\d{0,14})$/

/** Any stable version. */
export const ANY_VERSION: VersionRequirement = { text: '*', exact: null, bounds: [] }

/**
 * Reads `0.1.0` (that version), `^0.1`, `~1.2`, `0.1` (the same as `^0.1`), `1.*`, `*`, `>=1, <3`; null when it is none.
 *
 * The meaning is Cargo's, which wkg shares; only a whole version without operator means itself, as in `wkg get`.
 */
export function parseRequirement(text: string): VersionRequirement | null {
  if (text.length > LONGEST_REQUIREMENT) return null
  const exact = parseVersion(text.trim())
  if (exact !== null) {
    return { text, exact, bounds: [bound('>=', exact, true), bound('<=', exact, true)] }
  }
  const bounds = text.split(',').map((part) => parseComparator(part.trim()))
  return bounds.includes(null) ? null : { text, exact: null, bounds: bounds.flatMap((some) => some ?? []) }
}

/** Whether a version fits; a pre-release does only where the requirement names one of the same three numbers. */
export function satisfies(version: SemanticVersion, { bounds }: VersionRequirement): boolean {
  if (!isStable(version) && !bounds.some((some) => asksForPrerelease(some, version))) return false
  return bounds.every((some) => holds(some, compareVersions(version, some.version)))
}

function asksForPrerelease({ version: wanted, named }: Bound, version: SemanticVersion): boolean {
  return named && !isStable(wanted) && compareVersions(release(wanted), release(version)) === 0
}

function holds({ operator }: Bound, order: number): boolean {
  switch (operator) {
    case '>=':
      return order >= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
  }
}

function parseComparator(text: string): readonly Bound[] | null {
  const [, operator = '', written] = COMPARATOR.exec(text) ?? []
  if (written === undefined) return null
  if (WILDCARD.test(written)) return operator === '' ? [] : null
  const parsed = parsePartial(written)
  return parsed && boundsOf(operator || (/[*xX]/.test(written.split('-')[0] ?? '') ? '=' : '^'), parsed)
}

/** `1`, `1.2`, `1.*`, `1.2.3-rc.1`. */
function parsePartial(text: string): Partial | null {
  const whole = parseVersion(text)
  if (whole !== null) return whole
  const parts = text.split('.')
  const numbers = parts.filter((part) => !WILDCARD.test(part))
  const isPartial = parts.length <= 3 && parts.slice(0, numbers.length).every((part) => NUMBER.test(part))
  const [major, minor = null, patch = null] = numbers.map(Number)
  return isPartial && major !== undefined ? { major, minor, patch, prerelease: [] } : null
}

function boundsOf(operator: string, partial: Partial): readonly Bound[] {
  const lowest = { ...partial, minor: partial.minor ?? 0, patch: partial.patch ?? 0 }
  const from = bound('>=', lowest, true)
  switch (operator) {
    case '^':
      return [from, bound('<', nextIncompatible(partial), false)]
    case '~':
      return [from, bound('<', partial.minor === null ? nextMajor(partial) : nextMinor(lowest), false)]
    case '=':
      return partial.patch === null
        ? [from, bound('<', nextUnnamed(partial), false)]
        : [from, bound('<=', lowest, true)]
    case '>':
      return partial.patch === null ? [bound('>=', nextUnnamed(partial), false)] : [bound('>', lowest, true)]
    case '<=':
      return partial.patch === null ? [bound('<', nextUnnamed(partial), false)] : [bound('<=', lowest, true)]
    case '<':
      return [bound('<', lowest, true)]
    default:
      return [from]
  }
}

/** The first version that may break: the leftmost number that is not zero grows. */
function nextIncompatible(partial: Partial): SemanticVersion {
  const { major, minor, patch } = partial
  if (major > 0 || minor === null) return nextMajor(partial)
  if (minor > 0 || patch === null) return nextMinor({ major, minor })
  return stable(major, minor, patch + 1)
}

/** The first version after all that begin with the numbers that are written. */
function nextUnnamed({ major, minor }: Partial): SemanticVersion {
  return minor === null ? nextMajor({ major }) : nextMinor({ major, minor })
}

function nextMajor({ major }: { readonly major: number }): SemanticVersion {
  return stable(major + 1, 0, 0)
}

function nextMinor({ major, minor }: { readonly major: number; readonly minor: number }): SemanticVersion {
  return stable(major, minor + 1, 0)
}

function release({ major, minor, patch }: SemanticVersion): SemanticVersion {
  return stable(major, minor, patch)
}

function stable(major: number, minor: number, patch: number): SemanticVersion {
  return { major, minor, patch, prerelease: [] }
}

function bound(operator: Bound['operator'], version: SemanticVersion, named: boolean): Bound {
  return { operator, version, named }
}
