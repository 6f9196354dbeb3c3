import type { KeyReader } from './key-reader.ts'
import type { RuleTerms } from '../policy.ts'
import { parseCount } from './quantity.ts'
import { invalidPart, type Part, within } from './yaml-part.ts'

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

/** Which list a rule stands in. */
export type RuleEffect = 'allow' | 'deny'

/** Parses `expires` and `uses` of a rule. @throws CodedError `POLICY_INVALID` */
export function parseTerms(rule: KeyReader, { line }: Part, effect: RuleEffect): RuleTerms {
  const [expires, uses] = [rule.take('expires'), rule.take('uses')]
  const term = expires ?? uses
  // When such a deny ran out, more would be allowed than before, and nobody would have decided it.
  if (effect === 'deny' && term !== undefined) throw invalidPart(term, 'A deny is for good, remove its term')
  return {
    line,
    expires: expires === undefined ? null : parseTime(expires),
    uses: uses === undefined ? null : parseUses(uses),
  }
}

function parseTime(part: Part): number {
  const time = part.kind === 'scalar' && ISO_TIME.test(part.text) ? Date.parse(part.text) : Number.NaN
  if (!Number.isNaN(time)) return time
  throw invalidPart(part, "'expires' is a time with its zone, such as '2027-01-31T12:00:00Z'")
}

function parseUses(part: Part): number {
  if (part.kind !== 'scalar' || typeof part.value !== 'number') throw invalidPart(part, "'uses' is a number")
  const { value } = part
  return value === 0 ? 0 : within(part, () => parseCount(value))
}
