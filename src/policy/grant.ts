import type { SuggestedGrant } from './decide/decision.ts'

/** What somebody asks to be allowed; `memory` is a limit such as `512Mi`. */
export type Grant = SuggestedGrant | { readonly kind: 'memory'; readonly limit: string }

/** What somebody takes back: every rule for this URI, host or key, whatever else it says. */
export type Revocation =
  | { readonly kind: 'storage'; readonly uri: string }
  | { readonly kind: 'network'; readonly host: string }
  | { readonly kind: 'environment'; readonly key: string }
  | { readonly kind: 'memory' }
  | { readonly kind: 'state' }

/** A grant that becomes a rule in a list; the others are one value of the component. */
export type RuleGrant = Exclude<Grant, { readonly kind: 'memory' | 'state' }>

/** Whether a grant becomes a rule, so that there can be a deny of the same. */
export function isRuleGrant(grant: Grant): grant is RuleGrant {
  return grant.kind !== 'memory' && grant.kind !== 'state'
}

/** How long a grant lasts. */
export interface GrantTerms {
  /** Milliseconds since 1970. */
  readonly expires: number | null
  /** Calls of the component. */
  readonly uses: number | null
}

/** Until somebody revokes it. */
export const FOR_GOOD: GrantTerms = { expires: null, uses: null }
