import type { StorageAttempt } from '../decide/decide-storage.ts'
import type { Decision } from '../decide/decision.ts'
import { type EffectivePolicy, toPathGrant } from '../effective-policy.ts'
import { leadsAsGranted } from '../leads-to.ts'
import { decidePath } from '../path-pattern.ts'
import type { Permissions, Policy, StorageRule } from '../policy.ts'

type Denied = Extract<Decision, { readonly kind: 'denied' }>

const REASON = 'There is a link on its path that was not there, or led elsewhere, when it was granted'

/** A sentence for each granted rule that opens nothing because its path leads elsewhere by now. */
export function describeMovedGrants(granted: Policy): readonly string[] {
  const moved = movedRules(granted.permissions)
  return moved.map(
    ({ uri }) => `'${uri}' opens nothing: ${REASON}; grant it again to open what it leads to now`,
  )
}

/** Why a path is denied that a rule allows; null where no such rule has moved. */
export function movedGrant(
  { layers: [granted] }: EffectivePolicy,
  { path, access }: StorageAttempt,
): Denied | null {
  const rule = movedRules(granted.permissions).find(
    (moved) => decidePath({ allow: toPathGrant(moved), deny: [] }, path, access).allowed,
  )
  if (rule === undefined) return null
  const grant = { kind: 'storage', uri: rule.uri, access: [access] } as const
  return { kind: 'denied', reason: REASON, rule: null, grant }
}

function movedRules({ storage }: Permissions): readonly StorageRule[] {
  return (storage.allow ?? []).filter(hasMoved)
}

function hasMoved(rule: StorageRule): boolean {
  return toPathGrant(rule).some((grant) => !leadsAsGranted(grant))
}
