import { classifyAddress, isLocalName, parseIpAddress, printIpAddress } from '#addresses'

import type { Decision } from './decision.ts'
import type { EffectivePolicy, PolicyLayer } from '../effective-policy.ts'
import {
  allows,
  denies,
  mayAllowAddress,
  namesAddress,
  namesHost,
  type NetworkTarget,
} from './match-network-rule.ts'
import { missingAllow } from './missing-allow.ts'
import { describeAttempt, narrowestHost, type NetworkAttempt } from './network-attempt.ts'

/**
 * Decides on an attempt before any name is looked up.
 *
 * A host that is an address is decided on for good. Where it is a name, `decideAddress` has to follow for each address
 * that is connected to.
 */
export function decideNetwork(policy: EffectivePolicy, attempt: NetworkAttempt): Decision {
  return decideTarget(policy, { attempt, address: parseIpAddress(attempt.host) })
}

/** Decides on an attempt, and on the address it goes to when that is known. */
export function decideTarget(policy: EffectivePolicy, target: NetworkTarget): Decision {
  const what = `the connection to ${describeAttempt(target.attempt)}`
  if (target.attempt.method === 'CONNECT') return TUNNEL
  const denial = findDeny(policy, target)
  if (denial !== null) return { kind: 'denied', reason: `A rule denies ${what}`, rule: denial, grant: null }
  const silent = policy.layers.filter((layer) => !layerAllows(layer, target))
  if (silent.length > 0) {
    const host = narrowestHost(target.attempt, target.attempt.host)
    return missingAllow(silent, { what, category: 'network', grant: { kind: 'network', host } })
  }
  return decideInside(policy.layers[0], target) ?? { kind: 'allowed', rule: allowingRule(policy, target) }
}

const TUNNEL: Decision = {
  kind: 'denied',
  reason: 'CONNECT would open a tunnel, in which nothing is decided any more',
  rule: null,
  grant: null,
}

/** A name is looked up only when a host rule allows it: the question itself goes out, to whoever answers for the name. */
function layerAllows({ source, permissions }: PolicyLayer, target: NetworkTarget): boolean {
  const { allow } = permissions.network
  if (allow === null) return true
  const isOpen = source !== 'granted' && target.address === null
  return allow.some((rule) => allows(rule, target) || (isOpen && mayAllowAddress(rule, target)))
}

function findDeny({ layers }: EffectivePolicy, target: NetworkTarget): string | null {
  for (const { source, permissions } of layers) {
    const rule = permissions.network.deny.find((item) => denies(item, target))
    if (rule !== undefined) return `${source} network.deny: ${rule.text}`
  }
  return null
}

/**
 * Denies what leads inside a network unless a rule of the operator names the address, or a local name that leads to it.
 *
 * A name of the public DNS is not enough: whoever owns it can answer with 169.254.169.254.
 */
function decideInside({ permissions }: PolicyLayer, target: NetworkTarget): Decision | null {
  const { attempt, address } = target
  if (address === null || classifyAddress(address) === 'public') return null
  const isMeant = permissions.network.allow?.some(
    (rule) =>
      namesAddress(rule, target) ||
      (allows(rule, target) && namesHost(rule, target) && isLocalName(attempt.host)),
  )
  if (isMeant === true) return null
  const literal = printIpAddress(address)
  const reason = `${describeAttempt(attempt)} leads to the ${classifyAddress(address)} address ${literal}, which a rule has to name`
  const grant = { kind: 'network', host: narrowestHost(attempt, literal) } as const
  return { kind: 'denied', reason, rule: null, grant }
}

function allowingRule({ layers: [granted] }: EffectivePolicy, target: NetworkTarget): string {
  const rule = granted.permissions.network.allow?.find((item) => allows(item, target))
  return `granted network.allow: ${rule?.text ?? ''}`
}
