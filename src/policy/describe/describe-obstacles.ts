import { decideRule } from '../decide/decide-rule.ts'
import { decideState } from '../decide/decide-state.ts'
import type { Decision } from '../decide/decision.ts'
import type { LayerSource, PolicyLayer } from '../effective-policy.ts'
import type { Grant } from '../grant.ts'
import { parseBytes } from '../parse/quantity.ts'
import type { Permissions } from '../policy.ts'
import type { PolicySnapshot } from '../store/policy-snapshot.ts'
import { isRevoked } from '../store/same-rule.ts'

const MIB = 1024 ** 2

/** Sentences about why what has been granted does not help: a damaged file, a deny, the author's wishes, the ceiling. */
export function describeObstacles(snapshot: PolicySnapshot, grant: Grant): readonly string[] {
  const problems = snapshot.problems.map(({ message }) => `Nothing is allowed: ${message}`)
  if (problems.length > 0) return problems
  const policy = snapshot.effective()
  const [, ...narrowing] = policy.layers
  if (grant.kind === 'memory') {
    return boundsOf(narrowing, parseBytes(grant.limit), ({ limits }) => limits.memoryBytes)
  }
  if (grant.kind === 'state') {
    const bounds = boundsOf(narrowing, parseBytes(grant.quota), ({ stateBytes }) => stateBytes)
    return [...obstacleOf(decideState(policy)), ...bounds]
  }
  const rules = snapshot.granted.permissions[grant.kind].allow?.filter((rule) => isRevoked(rule, grant)) ?? []
  return rules.flatMap((rule) => obstacleOf(decideRule(policy, rule)))
}

function obstacleOf(decision: Decision): readonly string[] {
  return decision.kind === 'allowed' ? [] : [`The grant is kept and has no effect: ${decision.reason}`]
}

const BOUNDS: Readonly<Partial<Record<LayerSource, string>>> = {
  requested: 'the policy that came with the component asks for no more',
  ceiling: "the operator's ceiling allows no more",
}

function boundsOf(
  layers: readonly PolicyLayer[],
  bytes: number,
  boundOf: (permissions: Permissions) => number | null,
): readonly string[] {
  return layers.flatMap(({ source, permissions }) => {
    const bound = boundOf(permissions)
    return bound === null || bound >= bytes
      ? []
      : [`The grant is kept and ends at ${printBytes(bound)}: ${BOUNDS[source] ?? ''}`]
  })
}

function printBytes(bytes: number): string {
  return bytes % MIB === 0 ? `${bytes / MIB}Mi` : `${bytes} bytes`
}
