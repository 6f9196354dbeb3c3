export { PSEUDO_FOLDERS } from './closed-folders.ts'
export { decideAddress, type AddressAttempt } from './decide/decide-address.ts'
export { decideEnvironment } from './decide/decide-environment.ts'
export { decideLookup } from './decide/decide-lookup.ts'
export { decideNetwork } from './decide/decide-network.ts'
export { decideState, resolveState } from './decide/decide-state.ts'
export { decideStorage, type StorageAttempt } from './decide/decide-storage.ts'
export type { Decision, SuggestedGrant } from './decide/decision.ts'
export { isEnvironmentKey } from './parse/environment-key.ts'
export {
  effectivePolicy,
  pathRulesOf,
  reachesOut,
  type EffectivePolicy,
  type LayerSource,
  type PolicyLayer,
  type PolicySources,
} from './effective-policy.ts'
export { describeMemoryLimit, describeNarrowing } from './describe/describe-narrowing.ts'
export { describeMissingPath } from './describe/describe-missing-path.ts'
export { describeMovedGrants, movedGrant } from './describe/describe-moved-grants.ts'
export { describeObstacles } from './describe/describe-obstacles.ts'
export { describeScope, describeTerms } from './describe/describe-scope.ts'
export { damagedDecision } from './decide/damaged-decision.ts'
export { describeWishes, type Wishes } from './describe/describe-wishes.ts'
export { explain, type Explanation } from './decide/explain.ts'
export { FOR_GOOD, isRuleGrant, type Grant, type GrantTerms, type Revocation } from './grant.ts'
export { leadsAsGranted, realPath, withoutTarget, withTarget } from './leads-to.ts'
export { describeAttempt, networkAttemptOf, type NetworkAttempt } from './decide/network-attempt.ts'
export { parseGrant, parseRevocation, type GrantKind } from './parse/parse-grant.ts'
export { parsePolicy } from './parse/parse-policy.ts'
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
  type NetworkRule,
  type Permissions,
  type Policy,
  type PolicyLimits,
  type RuleSet,
  type StorageRule,
} from './policy.ts'
export { parseDuration } from './parse/quantity.ts'
export { resolveLimits, type LimitValues } from './resolve-limits.ts'
export { describeGrant, type PendingRequest } from './store/pending-request.ts'
export { PendingRequests, type NewRequest } from './store/pending-requests.ts'
export { type PolicyInfo } from './store/policy-meta.ts'
export { reportPolicy, type PolicyReport } from './describe/policy-report.ts'
export { type PolicySnapshot } from './store/policy-snapshot.ts'
export { isSafe, withoutEffects } from './without-effects.ts'
export type { PolicyText } from './store/edit-policy.ts'
export { PolicyStore, type PolicyPlaces } from './store/policy-store.ts'
