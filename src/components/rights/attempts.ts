import {
  decideAddress,
  decideLookup,
  decideNetwork,
  type Decision,
  type EffectivePolicy,
  isEnvironmentKey,
  movedGrant,
} from '#policy'
import type { EgressEvent, NetworkAccess, SandboxAttempt } from '#sandbox'
import type { GuestSecrets } from '#secrets'

import type { DenialLog } from './denial-log.ts'
import { describeTarget } from './describe-target.ts'
import { decideSandboxAttempt, describeSandboxAttempt } from './sandbox-attempt.ts'
import { isWithheld } from './withheld.ts'

/** What decides about the attempts of a call. */
export interface CallPolicies {
  /** What is granted. */
  readonly policy: EffectivePolicy
  /** What is enforced: in a dry run less than is granted. */
  readonly enforced: EffectivePolicy
  readonly secrets: GuestSecrets
}

/** The network as a policy has it. */
export function networkAccess(
  { enforced, secrets }: CallPolicies,
  onEvent: (event: EgressEvent) => void,
): NetworkAccess {
  return {
    decide: (attempt) => decideNetwork(enforced, attempt),
    decideAddress: (attempt, address) => decideAddress(enforced, { attempt, address }),
    decideLookup: (host) => decideLookup(enforced, host),
    inject: (head, attempt) => secrets.inject(head, attempt),
    onEvent,
  }
}

/** Keeps what the network was denied, unless it was a dry run that withheld it. */
export function addNetworkDenial({ attempt, decision }: EgressEvent, denials: DenialLog): void {
  if (decision.kind === 'allowed' || isWithheld(decision)) return
  denials.add({ kind: 'network', attempt: describeTarget(attempt), decision })
}

/** Keeps what the sandbox denied, and returns what the policy says about it, for people: it was decided already. Null for what is not told of. */
export function addDenial(
  { policy }: Pick<CallPolicies, 'policy'>,
  attempt: SandboxAttempt,
  denials: DenialLog,
): Decision | null {
  // The name is the guest's: as a sentence it would speak to whoever reads of the denial.
  if (attempt.kind === 'environment' && !isEnvironmentKey(attempt.key)) return null
  const decision =
    attempt.kind === 'storage' && attempt.leaves ? LEFT_ITS_FOLDER : decideSandboxAttempt(policy, attempt)
  const denied = decision.kind === 'denied' ? decision : whyNothingIsThere(policy, attempt)
  denials.add({ kind: attempt.kind, attempt: describeSandboxAttempt(attempt), decision: denied })
  return denied
}

/** The policy allows it, and it was denied all the same. */
function whyNothingIsThere(
  policy: EffectivePolicy,
  attempt: SandboxAttempt,
): Extract<Decision, { readonly kind: 'denied' }> {
  if (attempt.kind === 'environment') return NOT_SET
  return (attempt.kind === 'storage' ? movedGrant(policy, attempt) : null) ?? OWN_FOLDER
}

/** A rule for where it leads would be asked for in vain: the next try begins at the same folder, and leaves it again. */
const LEFT_ITS_FOLDER = {
  kind: 'denied',
  reason: 'It leads out of the granted folder that it began at, which no grant allows',
  rule: null,
  grant: null,
} as const

/** The policy allows it, and there is nothing that could be seen. */
const NOT_SET = {
  kind: 'denied',
  reason: "It is granted and has no value: set it with 'wassette secret set', --env or [environment_vars]",
  rule: null,
  grant: null,
} as const

/** The policy allows it and it was denied all the same: it is ours. */
const OWN_FOLDER = {
  kind: 'denied',
  reason:
    'No grant opens it: it is of this server, its code, components, secrets or records, or is a link past the ceiling',
  rule: null,
  grant: null,
} as const
