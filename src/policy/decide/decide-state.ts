import type { Decision } from './decision.ts'
import type { EffectivePolicy } from '../effective-policy.ts'
import { missingAllow } from './missing-allow.ts'

/** What is suggested to a person: much for text, and little for a disk. */
const SUGGESTED_QUOTA = '10Mi'

/** Decides whether a component may keep anything from one call to the next. */
export function decideState({ layers }: EffectivePolicy): Decision {
  const silent = layers.filter(
    ({ source, permissions }) =>
      permissions.stateBytes === null && (source === 'granted' || source === 'requested'),
  )
  if (silent.length === 0) return { kind: 'allowed', rule: 'granted state.quota' }
  return missingAllow(silent, {
    what: 'state',
    category: 'state',
    grant: { kind: 'state', quota: SUGGESTED_QUOTA },
  })
}

/** What a component may keep, in bytes: the least that anybody says; null where it may keep nothing. */
export function resolveState(policy: EffectivePolicy): number | null {
  if (decideState(policy).kind === 'denied') return null
  return Math.min(...policy.layers.flatMap(({ permissions }) => permissions.stateBytes ?? []))
}
