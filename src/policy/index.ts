export { decideAddress, type AddressAttempt } from './decide-address.ts'
export { decideEnvironment } from './decide-environment.ts'
export { decideLookup } from './decide-lookup.ts'
export { decideNetwork } from './decide-network.ts'
export { decideState, resolveState } from './decide-state.ts'
export { decideStorage, type StorageAttempt } from './decide-storage.ts'
export type { Decision, SuggestedGrant } from './decision.ts'
export {
  effectivePolicy,
  pathRulesOf,
  type EffectivePolicy,
  type LayerSource,
  type PolicyLayer,
  type PolicySources,
} from './effective-policy.ts'
export { describeMissingPath } from './describe-missing-path.ts'
export { describeObstacles } from './describe-obstacles.ts'
export { describeScope, describeTerms } from './describe-scope.ts'
export { describeWishes, type Wishes } from './describe-wishes.ts'
export { explain, type Explanation } from './explain.ts'
export { FOR_GOOD, isRuleGrant, type Grant, type GrantTerms, type Revocation } from './grant.ts'
export { describeAttempt, networkAttemptOf, type NetworkAttempt } from './network-attempt.ts'
export { normalizeHost } from './normalize-host.ts'
export { parseGrant, parseRevocation, type GrantKind } from './parse-grant.ts'
export { parsePolicy } from './parse-policy.ts'
export {
  decidePath,
  preopenRoots,
  type PathAccess,
  type PathDecision,
  type PathGrant,
  type PathRules,
  type PreopenRoot,
} from './path-pattern.ts'
export {
  EMPTY_POLICY,
  NO_LIMITS,
  type EnvironmentRule,
  type NetworkProtocol,
  type NetworkRule,
  type Permissions,
  type Policy,
  type PolicyLimits,
  type RuleSet,
  type StorageRule,
} from './policy.ts'
export { parseDuration } from './quantity.ts'
export { resolveLimits, type LimitValues } from './resolve-limits.ts'
export { describeGrant, type PendingRequest } from './pending-request.ts'
export { PendingRequests, type NewRequest } from './pending-requests.ts'
export { type PolicyInfo } from './policy-meta.ts'
export { reportPolicy, type PolicyReport } from './policy-report.ts'
export { type PolicySnapshot } from './policy-snapshot.ts'
export { isSafe, withoutEffects } from './without-effects.ts'
export type { PolicyText } from './edit-policy.ts'
export { PolicyStore, type PolicyPlaces } from './policy-store.ts'
