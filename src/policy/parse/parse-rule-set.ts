import { KeyReader } from './key-reader.ts'
import { parseTerms, type RuleEffect } from './parse-terms.ts'
import type { RuleSet, RuleTerms } from '../policy.ts'
import { listOf, type Part } from './yaml-part.ts'

/** A rule of a file before its own keys are read. */
export interface UnreadRule {
  readonly keys: KeyReader
  readonly part: Part
  readonly effect: RuleEffect
  readonly terms: RuleTerms
}

/** Parses `allow` and `deny` of a map, each rule with `parseRule`. @throws CodedError `POLICY_INVALID` */
export function parseRuleSet<Rule>(
  set: KeyReader,
  warnings: string[],
  parseRule: (rule: UnreadRule) => Rule,
): RuleSet<Rule> {
  const parseList = (effect: RuleEffect): readonly Rule[] | null =>
    listOf(set.take(effect), effect)?.map((part) => {
      const keys = new KeyReader(part, effect, warnings)
      const rule = parseRule({ keys, part, effect, terms: parseTerms(keys, part, effect) })
      keys.warnOfRest()
      return rule
    }) ?? null
  // `allow:` with nothing behind it is what is left when the last rule was revoked, and allows nothing.
  const allow = parseList('allow') ?? (set.has('allow') ? [] : null)
  const deny = parseList('deny') ?? []
  set.warnOfRest()
  return { allow, deny }
}
