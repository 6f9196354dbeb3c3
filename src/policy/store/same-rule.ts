import { type HostPattern, parseHostPattern } from '#addresses'

import { isCodedError } from '#platform'

import type { Revocation } from '../grant.ts'
import type { EnvironmentRule, NetworkRule, StorageRule } from '../policy.ts'
import { parseStorageUri } from '../parse/storage-uri.ts'

/** Whether a rule is about this URI, in any spelling. */
export function isAboutUri(rule: StorageRule, uri: string): boolean {
  return rule.uri === uri || (rule.pattern !== null && rule.pattern === valid(() => parseStorageUri(uri)))
}

/** Whether a rule is about this text of a host, in any spelling. */
export function isAboutHost(rule: NetworkRule, text: string): boolean {
  if (rule.text === text || rule.kind === 'cidr') return rule.text === text
  const [one, other] = [rule.text, text].map((host) => valid(() => parseHostPattern(host)))
  return one !== undefined && one !== null && other !== undefined && other !== null && isSame(one, other)
}

/** Whether a host rule says nothing besides its host. */
export function isPlainHost(rule: NetworkRule): boolean {
  if (rule.kind !== 'host' || rule.methods !== null) return false
  const { port, path, protocol } = parseHostPattern(rule.text)
  return (
    (rule.ports === null || port !== null) &&
    (rule.paths === null || (path ?? '') !== '') &&
    (rule.protocol ?? null) === protocol
  )
}

/** Whether a rule goes with a revocation. */
export function isRevoked(
  rule: StorageRule | NetworkRule | EnvironmentRule,
  revocation: Revocation,
): boolean {
  switch (revocation.kind) {
    case 'storage':
      return 'uri' in rule && isAboutUri(rule, revocation.uri)
    case 'network':
      return 'text' in rule && isAboutHost(rule, revocation.host)
    case 'environment':
      return 'key' in rule && rule.key === revocation.key
    case 'memory':
    case 'state':
      return false
  }
}

function isSame(one: HostPattern, other: HostPattern): boolean {
  return textOf(one) === textOf(other)
}

function textOf({ match, scheme, protocol, port, path }: HostPattern): string {
  return JSON.stringify([match, scheme, protocol, port, path === '' ? null : path])
}

function valid<T>(parse: () => T): T | null {
  try {
    return parse()
  } catch (error) {
    if (isCodedError(error)) return null
    throw error
  }
}
