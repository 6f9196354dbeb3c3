import { createHash } from 'node:crypto'

import type { CodedError } from '#platform'

import { decideReadOnly } from '../decide/decide-read-only.ts'
import { effectivePolicy, type EffectivePolicy } from '../effective-policy.ts'
import { EMPTY_POLICY, type Policy, type RuleTerms } from '../policy.ts'
import { countsUses, termsOf } from '../terms-of.ts'
import type { ReadPolicy } from './policy-files.ts'
import { unitePolicies } from '../unite-policies.ts'

/** The three documents about a component at one moment. */
export interface PolicySnapshot {
  /** Another one whenever what is allowed may be another: an edit of a file, a rule that has expired. */
  readonly version: string
  /** What the operator granted; empty where there is no file. */
  readonly granted: Policy
  readonly requested: Policy | null
  readonly ceiling: Policy | null
  /** What is wrong with a file; while something is, nothing is allowed. */
  readonly problems: readonly CodedError[]
  /** Sentences about what in the files has no effect. */
  readonly warnings: readonly string[]
  /** Whether a rule counts its uses, so that a call has to claim one. */
  readonly countsUses: boolean
  /** What is allowed to a call of that exported function, or of any. */
  effective(tool?: string): EffectivePolicy
  /** The exported functions that only read. */
  readonly readOnlyTools: ReadonlySet<string>
}

/** The files behind a snapshot. */
export interface SnapshotSources {
  readonly granted: ReadPolicy
  /** What the operator grants while this process runs. */
  readonly provided: ReadPolicy
  readonly requested: ReadPolicy
  readonly ceiling: ReadPolicy
}

/** When and where documents are read. */
export interface SnapshotOptions {
  /** Milliseconds since 1970. */
  readonly now: number
  /** @see PolicySources.ownFolders */
  readonly ownFolders?: readonly string[] | undefined
}

/** Reads the documents as they are at one moment. */
export function takeSnapshot(sources: SnapshotSources, { now, ownFolders }: SnapshotOptions): PolicySnapshot {
  const all = [sources.granted, sources.provided, sources.requested, sources.ceiling]
  const problems = all.flatMap((source) => (source.kind === 'damaged' ? [source.problem] : []))
  const granted = problems.length > 0 ? EMPTY_POLICY : grantedBy(sources)
  const [requested, ceiling] = [policyOf(sources.requested), policyOf(sources.ceiling)]
  const terms = termsOfAll([granted, requested, ceiling])
  return {
    version: versionOf(all, terms.filter(({ expires }) => expires !== null && expires <= now).length),
    granted,
    requested,
    ceiling,
    problems,
    warnings: all.flatMap((source) => policyOf(source)?.warnings ?? []),
    countsUses: countsUses(granted),
    readOnlyTools: decideReadOnly({ granted, requested, ceiling }),
    effective: (tool) => effectivePolicy({ granted, requested, ceiling, tool, now, ownFolders }),
  }
}

function grantedBy({ granted, provided }: SnapshotSources): Policy {
  const [lasting, passing] = [policyOf(granted) ?? EMPTY_POLICY, policyOf(provided)]
  return passing === null ? lasting : unitePolicies(lasting, passing)
}

function policyOf(source: ReadPolicy): Policy | null {
  return source.kind === 'read' ? source.policy : null
}

function termsOfAll(policies: readonly (Policy | null)[]): readonly RuleTerms[] {
  const permissions = policies.flatMap((policy) =>
    policy === null ? [] : [policy.permissions, ...policy.tools.values()],
  )
  return permissions.flatMap(termsOf)
}

function versionOf(sources: readonly ReadPolicy[], expired: number): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    const text = source.kind === 'missing' ? '' : source.text
    hash.update(`${source.kind}\0${text.length}\0${text}`)
  }
  return `${hash.digest('hex').slice(0, 16)}-${expired}`
}
