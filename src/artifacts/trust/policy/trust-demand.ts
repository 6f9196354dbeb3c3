import type { TrustedSigner, TrustSettings } from '#platform'

import { COSIGN_SIGN_PREDICATE, SLSA_PROVENANCE_PREDICATE } from '../verify/statement.ts'
import { compilePattern } from './pattern.ts'

/** What the settings ask of one artifact. */
export type TrustDemand =
  /** Nothing. */
  | { readonly kind: 'off' }
  /** Whoever signed it first, from then on. */
  | { readonly kind: 'pin' }
  /** One of these has signed it. */
  | {
      readonly kind: 'signed-by'
      readonly any: readonly TrustedSigner[]
      readonly predicates: readonly string[]
    }
  /** A rule, and there is none. */
  | { readonly kind: 'no-rule' }

/** The statements that say who made an artifact. */
export const SIGNING_PREDICATES: readonly string[] = [COSIGN_SIGN_PREDICATE, SLSA_PROVENANCE_PREDICATE]

/** The demand of the first rule whose pattern fits a name, else of the default. */
export function findDemand(name: string, { rules, default: mode }: TrustSettings): TrustDemand {
  const rule = rules.find(({ match }) => compilePattern(match, { crossesSlash: true }).test(name))
  if (rule === undefined) return mode === 'require' ? { kind: 'no-rule' } : { kind: mode }
  if (rule.kind !== 'signed-by') return { kind: rule.kind }
  return { kind: 'signed-by', any: rule.any, predicates: rule.predicates ?? SIGNING_PREDICATES }
}
