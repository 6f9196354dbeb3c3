import type { Decision, SuggestedGrant } from './decision.ts'
import type { LayerSource, PolicyLayer } from '../effective-policy.ts'

/** What was tried, as words and as the rule that would allow it. */
export interface UnallowedAttempt {
  readonly what: string
  readonly category: 'storage' | 'network' | 'environment' | 'state'
  readonly grant: SuggestedGrant
}

/**
 * Denies what at least one layer does not allow.
 *
 * A grant is suggested only where it would help: past the author's wishes, a tool's rules or the ceiling it would not.
 */
export function missingAllow(silent: readonly PolicyLayer[], attempt: UnallowedAttempt): Decision {
  const narrower = silent.find(({ source }) => source !== 'granted')
  const source = narrower?.source ?? 'granted'
  return {
    kind: 'denied',
    reason: `${REASONS[source]} ${attempt.what}`,
    rule: null,
    grant: narrower === undefined ? attempt.grant : null,
  }
}

const REASONS: Readonly<Record<LayerSource, string>> = {
  granted: 'No rule allows',
  requested: 'The policy that came with the component does not ask for',
  tool: 'The rules of this tool do not allow',
  ceiling: "The operator's ceiling does not allow",
  'built-in': 'Nothing can allow',
}
