import { effectivePolicy, type EffectivePolicy, parsePolicy, type Policy, type PolicySources } from '#policy'

/** A policy with these permissions, written as JSON, which is YAML too. */
export function policyWith(permissions: object, tools: object = {}): Policy {
  return parsePolicy(JSON.stringify({ version: '1.0', permissions, tools }), { file: 'test.policy.yaml' })
}

/** The effective policy where the operator granted these permissions and nobody else said anything. */
export function granting(permissions: object, others: Partial<PolicySources> = {}): EffectivePolicy {
  return effectivePolicy({ granted: policyWith(permissions), requested: null, ceiling: null, ...others })
}

/** Permissions that allow these hosts. */
export function hosts(...allowed: readonly string[]): object {
  return { network: { allow: allowed.map((host) => ({ host })) } }
}
