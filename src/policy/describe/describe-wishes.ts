import { isCodedError } from '#platform'

import { describePermissions } from './describe-permissions.ts'
import { parsePolicy } from '../parse/parse-policy.ts'

/** What the policy of an author asks for, as plain JSON in the keys of `policy.yaml`; null where it cannot be read. */
export function describeWishes(text: string): Wishes | null {
  try {
    const { permissions, tools } = parsePolicy(text, { file: 'policy of the author', isForeign: true })
    const narrowed = [...tools].map(([name, rules]) => [name, describePermissions(rules)] as const)
    return { permissions: describePermissions(permissions), tools: Object.fromEntries(narrowed) }
  } catch (error) {
    if (isCodedError(error)) return null
    throw error
  }
}

/** @see describeWishes */
export interface Wishes {
  readonly permissions: object
  /** Narrower rules, by exported function. */
  readonly tools: Readonly<Record<string, object>>
}
