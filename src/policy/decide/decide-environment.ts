import type { Decision } from './decision.ts'
import type { EffectivePolicy } from '../effective-policy.ts'
import { missingAllow } from './missing-allow.ts'

/** Decides whether a component sees a variable of the configured environment. */
export function decideEnvironment({ layers }: EffectivePolicy, key: string): Decision {
  const attempt = { what: `the variable '${key}'`, category: 'environment' } as const
  const denying = layers.find(({ permissions }) =>
    permissions.environment.deny.some((rule) => rule.key === key),
  )
  if (denying !== undefined) {
    const rule = `${denying.source} environment.deny: ${key}`
    return { kind: 'denied', reason: `A rule denies ${attempt.what}`, rule, grant: null }
  }
  const silent = layers.filter(
    ({ permissions: { environment } }) => environment.allow?.some((rule) => rule.key === key) === false,
  )
  if (silent.length > 0) return missingAllow(silent, { ...attempt, grant: { kind: 'environment', key } })
  return { kind: 'allowed', rule: `granted environment.allow: ${key}` }
}
