import { decideRule } from '../decide/decide-rule.ts'
import { decideState } from '../decide/decide-state.ts'
import { describePermissions, describeRule, describeState } from './describe-permissions.ts'
import type { PolicySnapshot } from '../store/policy-snapshot.ts'

/** What a policy says, for people and models; rules are plain JSON in the keys of `policy.yaml`. */
export interface PolicyReport {
  readonly granted: object
  /** The operator's narrower rules, by exported function. */
  readonly tools: Readonly<Record<string, object>>
  /** What the author asks for. */
  readonly requested: object | null
  readonly ceiling: object | null
  /** Granted rules that allow nothing, because another document stands in the way, with the reason. */
  readonly withoutEffect: readonly { readonly rule: object; readonly reason: string }[]
  /** Exported functions that count as reading only. */
  readonly readOnlyTools: readonly string[]
  /** Those of which the author says so, and nothing comes of it. */
  readonly readOnlyWishes: readonly string[]
  /** Files that are damaged: while one is, nothing is allowed. */
  readonly problems: readonly string[]
  /** What in the files has no effect. */
  readonly warnings: readonly string[]
}

/** Describes the documents of a component and how they act together. */
export function reportPolicy(snapshot: PolicySnapshot): PolicyReport {
  const { granted, requested, ceiling, problems, warnings } = snapshot
  return {
    granted: describePermissions(granted.permissions),
    tools: Object.fromEntries([...granted.tools].map(([name, rules]) => [name, describePermissions(rules)])),
    requested: requested && describePermissions(requested.permissions),
    ceiling: ceiling && describePermissions(ceiling.permissions),
    withoutEffect: findRulesWithoutEffect(snapshot),
    readOnlyTools: [...snapshot.readOnlyTools],
    readOnlyWishes: [...(requested?.readOnly ?? [])].flatMap(([name, isWished]) =>
      isWished && !snapshot.readOnlyTools.has(name) ? [name] : [],
    ),
    problems: problems.map(({ message }) => message),
    warnings,
  }
}

function findRulesWithoutEffect(snapshot: PolicySnapshot): PolicyReport['withoutEffect'] {
  const policy = snapshot.effective()
  const { storage, network, environment, stateBytes } = snapshot.granted.permissions
  const rules = [...(storage.allow ?? []), ...(network.allow ?? []), ...(environment.allow ?? [])]
  const idle = rules.flatMap((rule) => {
    const decision = decideRule(policy, rule)
    return decision.kind === 'allowed' ? [] : [{ rule: describeRule(rule), reason: decision.reason }]
  })
  const state = stateBytes === null ? null : decideState(policy)
  if (stateBytes === null || state?.kind !== 'denied') return idle
  return [...idle, { rule: { state: describeState(stateBytes) }, reason: state.reason }]
}
