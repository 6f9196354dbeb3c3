import { decideLookup, decideNetwork, type Decision, type EffectivePolicy, isSafe } from '#policy'
import type { EgressTarget, NetworkAccess, SandboxAttempt } from '#sandbox'

import type { Denial } from './denial.ts'
import { describeTarget } from './describe-target.ts'
import { decideSandboxAttempt, describeSandboxAttempt } from './sandbox-attempt.ts'

/** Something that a component is allowed and that a dry run does not do. */
export interface WithheldAttempt extends Pick<Denial, 'kind' | 'attempt'> {
  /** The rule that allows it. */
  readonly rule: string
}

/** Whether a decision is the one of a dry run, and not of a policy. */
export function isWithheld(decision: Decision): boolean {
  return decision === WITHHELD
}

const WITHHELD: Decision = {
  kind: 'denied',
  reason: 'It is granted, and a dry run does not do what may change something',
  rule: null,
  grant: null,
}

/** What an access is narrowed to in a dry run. */
export interface WithholdingParts {
  /** All that is granted. */
  readonly policy: EffectivePolicy
  readonly onWithheld: (attempt: WithheldAttempt) => void
}

/** The network of a dry run: what `policy` allows and `access` does not, or what may change something, is told and denied. */
export function withholding(access: NetworkAccess, { policy, onWithheld }: WithholdingParts): NetworkAccess {
  const withhold = (target: EgressTarget, rule: string): Decision => {
    onWithheld({ kind: 'network', attempt: describeTarget(target), rule })
    return WITHHELD
  }
  return {
    ...access,
    decide: (attempt) => {
      const granted = decideNetwork(policy, attempt)
      if (granted.kind === 'denied' || (isSafe(attempt) && access.decide(attempt).kind === 'allowed'))
        return granted
      return withhold(attempt, granted.rule)
    },
    decideLookup: (host) => {
      const granted = decideLookup(policy, host)
      if (granted.kind === 'denied' || access.decideLookup(host).kind === 'allowed') return granted
      return withhold({ protocol: 'dns', host }, granted.rule)
    },
  }
}

/** What was denied although it is granted, because less is enforced; null where nothing was withheld. */
export function findWithheld(
  { policy, enforced }: { readonly policy: EffectivePolicy; readonly enforced: EffectivePolicy },
  attempt: SandboxAttempt,
): WithheldAttempt | null {
  const granted = decideSandboxAttempt(policy, attempt)
  if (granted.kind === 'denied' || decideSandboxAttempt(enforced, attempt).kind === 'allowed') return null
  return { kind: attempt.kind, attempt: describeSandboxAttempt(attempt), rule: granted.rule }
}
