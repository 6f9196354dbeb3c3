/** What a rule says about paths: absolute, `*` for characters within one segment, `**` for any number of segments. */
export interface PathGrant {
  readonly pattern: string
  readonly read: boolean
  readonly write: boolean
  /** What the path in front of its wildcards led to when it was granted; itself unless given. */
  readonly resolved?: string | undefined
}

/** What somebody wants to do with a path. */
export type PathAccess = 'read' | 'write'

/** Rules about paths as plain data, so that the sandbox process decides on the same ones. */
export interface PathRules {
  readonly allow: readonly PathGrant[]
  readonly deny: readonly PathGrant[]
  /** Further lists that must allow a path too: what the author asked for, the ceiling, the rules of one tool. */
  readonly within?: readonly (readonly PathGrant[])[] | undefined
}

/** `rule` is the pattern that decided, null where none speaks of the path. */
export interface PathDecision {
  readonly allowed: boolean
  readonly rule: string | null
}

/** A folder or file that a guest may start from. */
export interface PreopenRoot {
  readonly path: string
  /** Whether a grant names this very path, which then may be a file; false for the folder in front of a wildcard. */
  readonly literal: boolean
}

const ANY_DEPTH = '**'

/**
 * Decides on an absolute path; a deny wins over every allow.
 *
 * A pattern whose last segment has no wildcard covers what lies beneath it; a deny always does. A path with `..` in it is
 * never allowed: only whoever walked it knows where it leads.
 */
export function decidePath(rules: PathRules, path: string, access: PathAccess): PathDecision {
  const segments = segmentsOf(path)
  if (segments === null) return { allowed: false, rule: null }
  const folded = segments.map(fold)
  const denying = rules.deny.find((rule) => rule[access] && matchesDeny(rule.pattern, folded))
  if (denying !== undefined) return { allowed: false, rule: denying.pattern }
  const covers = (rule: PathGrant): boolean => rule[access] && matchesAllow(rule.pattern, segments)
  const isWithin = (rules.within ?? []).every((list) => list.some(covers))
  const allowing = isWithin ? rules.allow.find(covers) : undefined
  return { allowed: allowing !== undefined, rule: allowing?.pattern ?? null }
}

/** Where the grants begin: each path that is named, and the folder in front of each wildcard. */
export function preopenRoots(rules: PathRules): readonly PreopenRoot[] {
  const roots = new Map<string, PreopenRoot>()
  for (const { pattern } of rules.allow) {
    const segments = segmentsOf(pattern)
    if (segments === null) continue
    const wildcard = segments.findIndex(hasWildcard)
    const path = `/${segments.slice(0, wildcard === -1 ? undefined : wildcard).join('/')}`
    roots.set(path, { path, literal: wildcard === -1 || roots.get(path)?.literal === true })
  }
  return [...roots.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function matchesAllow(pattern: string, segments: readonly string[]): boolean {
  const parts = segmentsOf(pattern)
  if (parts === null) return false
  const last = parts.at(-1)
  const coversBeneath = last === undefined || !hasWildcard(last)
  return matches(coversBeneath ? [...parts, ANY_DEPTH] : parts, segments)
}

/** Names are compared folded: where the file system knows no case, `/work/SECRET` would pass a deny of `/work/secret`. */
function matchesDeny(pattern: string, folded: readonly string[]): boolean {
  const parts = segmentsOf(pattern)
  return parts !== null && matches([...parts.map(fold), ANY_DEPTH], folded)
}

/** Upper case first, which makes one of `ß` and `ss`, and of long and round s; what is not seen is passed over, as ext4 and HFS+ do. */
function fold(segment: string): string {
  const seen = segment.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
  return seen.toUpperCase().toLowerCase().normalize('NFC')
}

function hasWildcard(segment: string): boolean {
  return segment.includes('*')
}

function segmentsOf(path: string): readonly string[] | null {
  if (!path.startsWith('/') || path.includes('\0')) return null
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.')
  return segments.includes('..') ? null : segments
}

/** Goes back to the last `**` only, which is enough and keeps hostile patterns from taking exponential time. */
function matches(pattern: readonly string[], path: readonly string[]): boolean {
  let [at, taken] = [0, 0]
  let retry: { readonly at: number; readonly taken: number } | null = null
  while (taken < path.length) {
    const part = pattern[at]
    if (part === ANY_DEPTH) {
      retry = { at: ++at, taken }
    } else if (part !== undefined && matchesSegment(part, path[taken] ?? '')) {
      at++
      taken++
    } else if (retry !== null) {
      retry = { at: retry.at, taken: retry.taken + 1 }
      at = retry.at
      taken = retry.taken
    } else {
      return false
    }
  }
  return pattern.slice(at).every((part) => part === ANY_DEPTH)
}

function matchesSegment(part: string, segment: string): boolean {
  const star = part.indexOf('*')
  if (star === -1) return part === segment
  const [before, after] = [part.slice(0, star), part.slice(star + 1)]
  const isLongEnough = segment.length >= before.length + after.length
  return isLongEnough && segment.startsWith(before) && segment.endsWith(after)
}
