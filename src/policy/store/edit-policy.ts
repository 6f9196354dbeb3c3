import { CodedError } from '#platform'

import type { Grant, GrantTerms, Revocation, RuleGrant } from '../grant.ts'
import { withoutTarget } from '../leads-to.ts'
import { parsePolicy } from '../parse/parse-policy.ts'
import { type ListPlace, PolicyDocument } from './policy-document.ts'
import type { EnvironmentRule, NetworkRule, Permissions, Policy, RuleTerms, StorageRule } from '../policy.ts'
import { parseBytes } from '../parse/quantity.ts'
import { isAboutHost, isAboutUri, isPlainHost, isRevoked } from './same-rule.ts'

/** A policy file as it stands. */
export interface PolicyText {
  readonly text: string
  readonly file: string
}

type Rule = StorageRule | NetworkRule | EnvironmentRule

const CATEGORIES = ['storage', 'network', 'environment'] as const

/** The text of a policy that allows nothing, as it is made for the first grant. */
export function newPolicyText(id: string): string {
  return `version: '1.0'\ndescription: 'Auto-generated policy for component: ${id}'\npermissions: {}\n`
}

/** Whether a rule that lasts allows all of a grant already. */
export function isGranted({ permissions }: Policy, grant: Grant): boolean {
  if (grant.kind === 'memory') return permissions.limits.memoryBytes === parseBytes(grant.limit)
  if (grant.kind === 'state') return permissions.stateBytes === parseBytes(grant.quota)
  return rulesOf(grant, permissions).some(([, rule]) => isLasting(rule) && covers(rule, grant))
}

/** Adds a rule, or widens the one that is there: no rule twice. @throws CodedError `POLICY_INVALID`, `GRANT_INVALID` */
export function withGrant({ text, file }: PolicyText, grant: Grant, terms: GrantTerms): string {
  const document = new PolicyDocument(text)
  if (grant.kind === 'memory') document.setLimit('memory', grant.limit)
  else if (grant.kind === 'state') document.setState(quotaFor(grant.quota, terms))
  else addAllow(document, { grant, terms, rules: rulesOf(grant, parsePolicy(text, { file }).permissions) })
  return checked(document.text(), file)
}

/** Adds a deny, which is about a name, wherever that leads. @throws CodedError `POLICY_INVALID` */
export function withDeny({ text, file }: PolicyText, grant: RuleGrant): string {
  const document = new PolicyDocument(text)
  document.addRule({ category: grant.kind, effect: 'deny' }, printRule(withoutTarget(grant)))
  return checked(document.text(), file)
}

/** Removes every allow that a revocation is about. @throws CodedError `POLICY_INVALID` */
export function withoutRules(
  { text, file }: PolicyText,
  revocation: Revocation,
): { readonly text: string; readonly removed: number } {
  const document = new PolicyDocument(text)
  const { permissions } = parsePolicy(text, { file })
  if (revocation.kind === 'memory') {
    document.setLimit('memory', null)
    const removed = permissions.limits.memoryBytes === null ? 0 : 1
    return { text: checked(document.text(), file), removed }
  }
  if (revocation.kind === 'state') {
    document.setState(null)
    return { text: checked(document.text(), file), removed: permissions.stateBytes === null ? 0 : 1 }
  }
  const rules: readonly Rule[] = permissions[revocation.kind].allow ?? []
  const indices = indicesOf(rules, (rule) => isRevoked(rule, revocation))
  if (indices.length > 0) document.removeRules({ category: revocation.kind, effect: 'allow' }, indices)
  return { text: checked(document.text(), file), removed: indices.length }
}

/**
 * Takes one use from every rule of the component and of the exported function that is called, and removes those of which it was
 * the last; null where none counts.
 */
export function withUsesClaimed({ text, file }: PolicyText, tool?: string): string | null {
  const { permissions, tools } = parsePolicy(text, { file })
  const document = new PolicyDocument(text)
  const ofTool = tool === undefined ? undefined : tools.get(tool)
  const counts = [claim(document, permissions), ofTool !== undefined && claim(document, ofTool, tool)]
  return counts.includes(true) ? checked(document.text(), file) : null
}

function claim(document: PolicyDocument, permissions: Permissions, tool?: string): boolean {
  let counts = false
  for (const category of CATEGORIES) {
    const place: ListPlace = { category, effect: 'allow', tool }
    const rules: readonly RuleTerms[] = permissions[category].allow ?? []
    for (const [index, { uses }] of rules.entries()) {
      counts ||= uses !== null
      if (uses !== null && uses > 1) document.setInRule(place, index, ['uses', uses - 1])
    }
    const spent = indicesOf(rules, ({ uses }) => uses !== null && uses <= 1)
    if (spent.length > 0) document.removeRules(place, spent)
  }
  return counts
}

interface Addition {
  readonly grant: RuleGrant
  readonly terms: GrantTerms
  /** The allows that are about the same. */
  readonly rules: readonly (readonly [index: number, rule: Rule])[]
}

function addAllow(document: PolicyDocument, { grant, terms, rules }: Addition): void {
  const place: ListPlace = { category: grant.kind, effect: 'allow' }
  const lasting = rules.find(([, rule]) => isLasting(rule) && leadsAlike(rule, grant))
  const passing = rules.filter(
    (entry) => entry !== lasting && (isNoMoreThan(entry[1], grant) || !leadsAlike(entry[1], grant)),
  )
  if (lasting !== undefined && covers(lasting[1], grant)) return
  if (lasting !== undefined && isLasting(terms) && grant.kind === 'storage' && 'read' in lasting[1]) {
    document.setInRule(place, lasting[0], ['access', unionOfAccess(lasting[1], grant.access)])
  } else {
    document.addRule(place, { ...printRule(grant), ...printTerms(terms) })
  }
  if (passing.length > 0)
    document.removeRules(
      place,
      passing.map(([index]) => index),
    )
}

/** A quota has no end: granted for a call, it would be granted for good. @throws CodedError `GRANT_INVALID` */
function quotaFor(quota: string, terms: GrantTerms): string {
  if (isLasting(terms)) return quota
  throw new CodedError('GRANT_INVALID', 'State is granted until it is revoked, grant it without a time')
}

function isLasting({ expires, uses }: GrantTerms): boolean {
  return expires === null && uses === null
}

function rulesOf(grant: RuleGrant, permissions: Permissions): Addition['rules'] {
  const rules: readonly Rule[] = permissions[grant.kind].allow ?? []
  return [...rules.entries()].filter(([, rule]) => isAbout(rule, grant))
}

function isAbout(rule: Rule, grant: RuleGrant): boolean {
  switch (grant.kind) {
    case 'storage':
      return 'uri' in rule && isAboutUri(rule, grant.uri)
    case 'network':
      return 'text' in rule && isAboutHost(rule, grant.host) && isPlainHost(rule)
    case 'environment':
      return 'key' in rule && rule.key === grant.key
  }
}

function covers(rule: Rule, grant: RuleGrant): boolean {
  if (!('read' in rule) || grant.kind !== 'storage') return true
  return leadsAlike(rule, grant) && grant.access.every((access) => rule[access])
}

/** What was granted for what the path led to then opens nothing any more, and says nothing of what it leads to now. */
function leadsAlike(rule: Rule, grant: RuleGrant): boolean {
  return !('read' in rule) || grant.kind !== 'storage' || rule.resolved === (grant.resolved ?? null)
}

function isNoMoreThan(rule: Rule, grant: RuleGrant): boolean {
  if (!('read' in rule) || grant.kind !== 'storage') return true
  return (['read', 'write'] as const).every((access) => !rule[access] || grant.access.includes(access))
}

function unionOfAccess(rule: StorageRule, granted: readonly string[]): readonly string[] {
  return (['read', 'write'] as const).filter((access) => rule[access] || granted.includes(access))
}

function printRule(grant: RuleGrant): object {
  switch (grant.kind) {
    case 'storage':
      return {
        uri: grant.uri,
        access: grant.access,
        ...(grant.resolved !== undefined && { resolved: grant.resolved }),
      }
    case 'network':
      return { host: grant.host }
    case 'environment':
      return { key: grant.key }
  }
}

function printTerms({ expires, uses }: GrantTerms): object {
  return {
    ...(expires !== null && { expires: new Date(expires).toISOString() }),
    ...(uses !== null && { uses }),
  }
}

function indicesOf<T>(items: readonly T[], isMeant: (item: T) => boolean): readonly number[] {
  return [...items.entries()].flatMap(([index, item]) => (isMeant(item) ? [index] : []))
}

/** What is written must be what is read. */
function checked(text: string, file: string): string {
  parsePolicy(text, { file })
  return text
}
