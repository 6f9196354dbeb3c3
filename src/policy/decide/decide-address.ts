import { parseIpAddress } from '#addresses'

import { decideNetwork, decideTarget } from './decide-network.ts'
import type { Decision } from './decision.ts'
import type { EffectivePolicy } from '../effective-policy.ts'
import type { NetworkAttempt } from './network-attempt.ts'

/** An attempt and an address that its host was resolved to, in any spelling. */
export interface AddressAttempt {
  readonly attempt: NetworkAttempt
  readonly address: string
}

/** Decides on the address that is really connected to; to be asked again for each one and each connection. */
export function decideAddress(policy: EffectivePolicy, { attempt, address }: AddressAttempt): Decision {
  const parsed = parseIpAddress(address)
  if (parsed === null) {
    return { kind: 'denied', reason: `'${address}' is no IP address`, rule: null, grant: null }
  }
  const decision = decideNetwork(policy, attempt)
  return decision.kind === 'denied' ? decision : decideTarget(policy, { attempt, address: parsed })
}
