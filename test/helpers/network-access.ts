import { decideAddress, decideLookup, decideNetwork, effectivePolicy, parsePolicy } from '#policy'
import type { EgressEvent, NetworkAccess } from '#sandbox'

/** What a call may reach by a policy that allows these hosts, and what came of it. */
export function networkAccess(
  allow: readonly string[],
): NetworkAccess & { readonly events: readonly EgressEvent[] } {
  const rules = allow.map((host) => `\n      - host: '${host}'`).join('')
  const text = `version: '1.0'\npermissions:\n  network:\n    allow:${rules === '' ? ' []' : rules}\n`
  const granted = parsePolicy(text, { file: 'policy.yaml' })
  const policy = effectivePolicy({ granted, requested: null, ceiling: null })
  const events: EgressEvent[] = []
  return {
    events,
    decide: (attempt) => decideNetwork(policy, attempt),
    decideAddress: (attempt, address) => decideAddress(policy, { attempt, address }),
    decideLookup: (host) => decideLookup(policy, host),
    inject: (head) => head,
    onEvent: (event) => void events.push(event),
  }
}
