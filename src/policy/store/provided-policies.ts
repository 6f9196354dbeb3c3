import { pathToFileURL } from 'node:url'

import { type PolicyText, withoutRules, withUsesClaimed } from './edit-policy.ts'
import type { Revocation } from '../grant.ts'
import { parsePolicy } from '../parse/parse-policy.ts'
import type { ReadPolicy } from './policy-files.ts'
import type { PolicyInfo } from './policy-meta.ts'

interface Provided extends PolicyText {
  readonly read: ReadPolicy
  /** Seconds since 1970. */
  readonly createdAt: number
}

/** What the operator grants while this process runs: held in memory, so that it ends with the process. */
export class ProvidedPolicies {
  readonly #policies = new Map<string, Provided>()

  /** Replaces what is provided; null takes it back. @throws CodedError `POLICY_INVALID` */
  set(id: string, policy: PolicyText | null): void {
    if (policy === null) {
      this.#policies.delete(id)
      return
    }
    const { text, file } = policy
    const read = { kind: 'read', text, policy: parsePolicy(text, { file }) } as const
    this.#policies.set(id, { text, file, read, createdAt: Math.floor(Date.now() / 1000) })
  }

  read(id: string): ReadPolicy {
    return this.#policies.get(id)?.read ?? { kind: 'missing' }
  }

  /** Where it stands; null where nothing is provided. */
  info(id: string): PolicyInfo | null {
    const provided = this.#policies.get(id)
    if (provided === undefined) return null
    const { file, createdAt } = provided
    return { path: file, sourceUri: pathToFileURL(file).href, createdAt }
  }

  /** Takes one use of every rule that counts them. @see withUsesClaimed */
  claimUses(id: string, tool?: string): void {
    const provided = this.#policies.get(id)
    const text = provided === undefined ? null : withUsesClaimed(provided, tool)
    if (provided !== undefined && text !== null) this.set(id, { text, file: provided.file })
  }

  /** Takes rules back, until the next start, and returns how many there were. */
  revoke(id: string, revocation: Revocation): number {
    const provided = this.#policies.get(id)
    if (provided === undefined) return 0
    const { text, removed } = withoutRules(provided, revocation)
    if (removed > 0) this.set(id, { text, file: provided.file })
    return removed
  }
}
