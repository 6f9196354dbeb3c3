import { decideRule } from '../decide/decide-rule.ts'
import { decideState } from '../decide/decide-state.ts'
import type { Decision } from '../decide/decision.ts'
import type { Grant } from '../grant.ts'
import type { PolicySnapshot } from '../store/policy-snapshot.ts'
import { isRevoked } from '../store/same-rule.ts'

/** Sentences about why what has been granted does not help: a damaged file, a deny, the author's wishes, the ceiling. */
export function describeObstacles(snapshot: PolicySnapshot, grant: Grant): readonly string[] {
  const problems = snapshot.problems.map(({ message }) => `Nothing is allowed: ${message}`)
  if (problems.length > 0 || grant.kind === 'memory') return problems
  const policy = snapshot.effective()
  if (grant.kind === 'state') return obstacleOf(decideState(policy))
  const rules = snapshot.granted.permissions[grant.kind].allow?.filter((rule) => isRevoked(rule, grant)) ?? []
  return rules.flatMap((rule) => obstacleOf(decideRule(policy, rule)))
}

function obstacleOf(decision: Decision): readonly string[] {
  return decision.kind === 'allowed' ? [] : [`The grant is kept and has no effect: ${decision.reason}`]
}
