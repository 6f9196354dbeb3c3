import { matchesHost } from '#addresses'

import type { Decision } from './decision.ts'
import type { EffectivePolicy, PolicyLayer } from '../effective-policy.ts'
import { missingAllow } from './missing-allow.ts'
import type { NetworkRule } from '../policy.ts'

/**
 * Decides whether a normalised name may be looked up: only where a host rule, of whatever protocol, allows the name.
 *
 * The question itself goes out, to whoever answers for the name, so it can carry what a guest knows.
 */
export function decideLookup({ layers }: EffectivePolicy, host: string): Decision {
  const what = `the lookup of the name ${host}`
  for (const { source, permissions } of layers) {
    const rule = permissions.network.deny.find((item) => isWhole(item) && namesIt(item, host))
    if (rule === undefined) continue
    const reason = `A rule denies ${what}`
    return { kind: 'denied', reason, rule: `${source} network.deny: ${rule.text}`, grant: null }
  }
  const silent = layers.filter((layer) => !layerAllows(layer, host))
  if (silent.length > 0) {
    return missingAllow(silent, { what, category: 'network', grant: { kind: 'network', host } })
  }
  const rule = layers[0].permissions.network.allow?.find((item) => namesIt(item, host))
  return { kind: 'allowed', rule: `granted network.allow: ${rule?.text ?? ''}` }
}

/** Past the grants, a rule on addresses leaves every name open: which ones lead there shows only after the lookup. */
function layerAllows({ source, permissions }: PolicyLayer, host: string): boolean {
  const { allow } = permissions.network
  if (allow === null) return true
  return allow.some((rule) => namesIt(rule, host) || (source !== 'granted' && rule.kind === 'cidr'))
}

function namesIt(rule: NetworkRule, host: string): boolean {
  return rule.kind === 'host' && matchesHost(rule.match, host)
}

/** Whether a rule that denies leaves nothing of a host for which its name could be needed. */
function isWhole({ protocol, ports, methods, paths }: NetworkRule): boolean {
  return protocol === null && ports === null && methods === null && paths === null
}
