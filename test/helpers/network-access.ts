import { decideAddress, decideLookup, decideNetwork } from '#policy'
import type { EgressEvent, NetworkAccess } from '#sandbox'

import { granting } from './policies.ts'

/** Access to the network, and what came of it. */
export type RecordedAccess = NetworkAccess & { readonly events: readonly EgressEvent[] }

/** What a call may reach by a policy that allows these hosts. */
export function networkAccess(hosts: readonly string[]): RecordedAccess {
  return networkAccessBy(hosts.map((host) => ({ host })))
}

/** What a call may reach by a policy with these rules. */
export function networkAccessBy(allow: readonly object[], deny: readonly object[] = []): RecordedAccess {
  const policy = granting({ network: { allow, deny } })
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
