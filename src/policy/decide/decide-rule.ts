import { type HostMatch, printIpAddress } from '#addresses'

import { decideEnvironment } from './decide-environment.ts'
import { decideNetwork } from './decide-network.ts'
import { decideStorage } from './decide-storage.ts'
import type { Decision } from './decision.ts'
import type { EffectivePolicy } from '../effective-policy.ts'
import type { NetworkAttempt } from './network-attempt.ts'
import type { EnvironmentRule, NetworkRule, StorageRule } from '../policy.ts'

/** A name that no other rule is likely to speak of. */
const SAMPLE = 'sample-for-a-wildcard'

/**
 * Decides on one example of what a rule of the operator allows, to tell whether something else stands in its way.
 *
 * An example shows a rule that has no effect at all; one that has an effect in part is not found out.
 */
export function decideRule(
  policy: EffectivePolicy,
  rule: StorageRule | NetworkRule | EnvironmentRule,
): Decision {
  if ('key' in rule) return decideEnvironment(policy, rule.key)
  if ('text' in rule) return decideNetwork(policy, exampleOf(rule))
  const path = rule.pattern?.replaceAll(/\*+/g, SAMPLE) ?? rule.uri
  return decideStorage(policy, { path, access: rule.read ? 'read' : 'write' })
}

function exampleOf(rule: NetworkRule): NetworkAttempt {
  const protocol = rule.protocol ?? 'http'
  const isHttp = protocol === 'http'
  const scheme = (rule.kind === 'host' ? rule.scheme : null) ?? 'https'
  return {
    protocol,
    scheme: isHttp ? scheme : null,
    host:
      rule.kind === 'cidr'
        ? printIpAddress({ version: rule.cidr.version, value: rule.cidr.base })
        : hostOf(rule.match),
    port: rule.ports?.[0] ?? (scheme === 'http' ? 80 : 443),
    method: isHttp ? (rule.methods?.[0] ?? 'GET') : null,
    path: isHttp ? (rule.paths?.[0] ?? '/') : null,
  }
}

function hostOf(match: HostMatch): string {
  switch (match.kind) {
    case 'any':
      return `${SAMPLE}.example`
    case 'subdomains':
      return `${SAMPLE}.${match.of}`
    case 'exact':
      return match.host
  }
}
