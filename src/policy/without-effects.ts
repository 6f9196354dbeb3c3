import type { EffectivePolicy } from './effective-policy.ts'
import type { NetworkAttempt } from './decide/network-attempt.ts'
import type { Permissions, RuleSet, RuleTerms, StorageRule } from './policy.ts'

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1 */
const SAFE_METHODS: readonly (string | null)[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

/**
 * What is left of a policy for a call that must change nothing: files are read only, nothing is kept, and rules that count
 * their uses are none, because this would be a use.
 *
 * The network is left to `isSafe`: a policy cannot say it of methods that it does not know.
 */
export function withoutEffects({ layers: [granted, ...narrowing] }: EffectivePolicy): EffectivePolicy {
  const permissions = { ...withoutCounted(granted.permissions), stateBytes: null }
  const storage = { ...permissions.storage, allow: permissions.storage.allow?.map(readOnly) ?? null }
  return {
    layers: [
      { ...granted, permissions: { ...permissions, storage } },
      ...narrowing.map((layer) => ({ ...layer, permissions: withoutCounted(layer.permissions) })),
    ],
  }
}

/** Whether an attempt is made to read alone, as far as its protocol says. */
export function isSafe({ protocol, method }: NetworkAttempt): boolean {
  return protocol === 'http' && SAFE_METHODS.includes(method)
}

function readOnly(rule: StorageRule): StorageRule {
  return { ...rule, write: false }
}

function withoutCounted({ storage, network, environment, ...rest }: Permissions): Permissions {
  return {
    ...rest,
    storage: lasting(storage),
    network: lasting(network),
    environment: lasting(environment),
  }
}

function lasting<Rule extends RuleTerms>({ allow, deny }: RuleSet<Rule>): RuleSet<Rule> {
  return { allow: allow?.filter(({ uses }) => uses === null) ?? null, deny }
}
