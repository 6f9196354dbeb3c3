import { describeLimits, describeRule } from '../describe/describe-permissions.ts'
import { targetOf } from '../leads-to.ts'
import type { PolicyText } from './edit-policy.ts'
import { parsePolicy } from '../parse/parse-policy.ts'
import { type ListPlace, PolicyDocument } from './policy-document.ts'
import type { Permissions, StorageRule } from '../policy.ts'

const CATEGORIES = ['storage', 'network', 'environment'] as const

/** Removes every allow and keeps what narrows: denies, limits, rules for single tools. Null where nothing of that is there. */
export function withoutAllows({ text, file }: PolicyText): string | null {
  const { permissions, tools, readOnly } = parsePolicy(text, { file })
  if (!narrows(permissions) && tools.size + readOnly.size === 0) return null
  const document = new PolicyDocument(text)
  for (const category of CATEGORIES) {
    const count = permissions[category].allow?.length ?? 0
    if (count > 0)
      document.removeRules(
        { category, effect: 'allow' },
        Array.from({ length: count }, (_, index) => index),
      )
  }
  document.setState(null)
  return checked(document.text(), file)
}

/** What an author asks for with what its paths lead to now, which is not the author's to say. */
export function withTargets({ storage, ...permissions }: Permissions): Permissions {
  const allow = storage.allow?.map(asGranted) ?? null
  return { ...permissions, storage: { ...storage, allow } }
}

/** Adds every rule that an author asks for, as it stands there; denies of the author count anyway. */
export function withRequested({ text, file }: PolicyText, permissions: Permissions): string {
  const document = new PolicyDocument(text)
  const granted = parsePolicy(text, { file }).permissions
  for (const category of CATEGORIES) {
    const place: ListPlace = { category, effect: 'allow' }
    const known = new Set((granted[category].allow ?? []).map((rule) => JSON.stringify(describeRule(rule))))
    for (const rule of permissions[category].allow ?? []) {
      const described = describeRule(rule)
      if (!known.has(JSON.stringify(described))) document.addRule(place, described)
    }
  }
  for (const [name, value] of Object.entries(describeLimits(permissions.limits))) {
    document.setLimit(name, value)
  }
  if (permissions.stateBytes !== null) document.setState(String(permissions.stateBytes))
  return checked(document.text(), file)
}

function asGranted(rule: StorageRule): StorageRule {
  return { ...rule, resolved: rule.pattern === null ? null : targetOf(rule.pattern) }
}

function narrows({ storage, network, environment, limits }: Permissions): boolean {
  const denies = [storage.deny, network.deny, environment.deny].some((rules) => rules.length > 0)
  return denies || Object.values(limits).some((value) => value !== null)
}

function checked(text: string, file: string): string {
  parsePolicy(text, { file })
  return text
}
