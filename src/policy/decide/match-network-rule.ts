import { carriedAddress, cidrContains, type IpAddress, matchesHost, parseIpAddress } from '#addresses'

import { liesUnder, type PathEffect } from './match-path.ts'
import type { NetworkAttempt } from './network-attempt.ts'
import type { NetworkRule, NetworkTerms } from '../policy.ts'

/** What a rule is held against: an attempt and, once it is known, the address it goes to. */
export interface NetworkTarget {
  readonly attempt: NetworkAttempt
  readonly address: IpAddress | null
}

/** Whether a rule that allows speaks of the target; a doubt about the path is a no. */
export function allows(rule: NetworkRule, target: NetworkTarget): boolean {
  return (
    (rule.protocol ?? 'http') === target.attempt.protocol &&
    matchesTarget(rule, target) &&
    matchesTerms(rule, target.attempt, 'allow')
  )
}

/** Whether a rule that denies speaks of the target; a doubt about the path is a yes. */
export function denies(rule: NetworkRule, target: NetworkTarget): boolean {
  return (
    (rule.protocol === null || rule.protocol === target.attempt.protocol) &&
    reachableBy(target).some((one) => matchesTarget(rule, one) || isNamedAddress(rule, one)) &&
    matchesTerms(rule, target.attempt, 'deny')
  )
}

/** Whether a rule names the address itself, as a literal host or by a block around it. */
export function namesAddress(rule: NetworkRule, target: NetworkTarget): boolean {
  const isRight = (rule.protocol ?? 'http') === target.attempt.protocol
  const isNamed = isNamedAddress(rule, target) || (rule.kind === 'cidr' && matchesTarget(rule, target))
  return isRight && isNamed && matchesTerms(rule, target.attempt, 'allow')
}

/** Whether a host rule names exactly this host. */
export function namesHost(rule: NetworkRule, { attempt }: NetworkTarget): boolean {
  return rule.kind === 'host' && rule.match.kind === 'exact' && rule.match.host === attempt.host
}

/** Whether the terms of a CIDR rule fit, so that only the address is open. */
export function mayAllowAddress(rule: NetworkRule, { attempt }: NetworkTarget): boolean {
  const isRight = rule.kind === 'cidr' && (rule.protocol ?? 'http') === attempt.protocol
  return isRight && matchesTerms(rule, attempt, 'allow')
}

function matchesTarget(rule: NetworkRule, { attempt, address }: NetworkTarget): boolean {
  if (rule.kind === 'cidr') return address !== null && cidrContains(rule.cidr, address)
  return (rule.scheme === null || rule.scheme === attempt.scheme) && matchesHost(rule.match, attempt.host)
}

function isNamedAddress(rule: NetworkRule, { attempt, address }: NetworkTarget): boolean {
  if (rule.kind === 'cidr' || rule.match.kind !== 'exact' || address === null) return false
  const named = parseIpAddress(rule.match.host)
  const isSame = named !== null && named.version === address.version && named.value === address.value
  return isSame && (rule.scheme === null || rule.scheme === attempt.scheme)
}

/** The target, and where packets to its address are sent on to: a deny of an IPv4 block counts behind NAT64 and 6to4 as well. */
function reachableBy(target: NetworkTarget): readonly NetworkTarget[] {
  const carried = target.address && carriedAddress(target.address)
  return carried === null ? [target] : [target, { ...target, address: carried }]
}

function matchesTerms(terms: NetworkTerms, attempt: NetworkAttempt, effect: PathEffect): boolean {
  const { ports, methods, paths } = terms
  return (
    (ports === null || ports.includes(attempt.port)) &&
    (methods === null || (attempt.method !== null && methods.includes(attempt.method))) &&
    (paths === null || paths.some((prefix) => liesUnder(prefix, attempt.path, effect)))
  )
}
