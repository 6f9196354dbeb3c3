import { canonicalReference } from '#artifacts'
import { CodedError } from '#platform'
import type { ToolDefinition } from '#wit'

import { digestTools, digestWishes } from './definition-digests.ts'
import { type LockedArtifact, policyDigestOf } from './fetch-as-locked.ts'
import type { LockFile } from './lock-file.ts'
import { type LockedVersion, resolvedDigest } from './locked-version.ts'

/** What goes into the lock file. */
export interface NewLock {
  readonly key: string
  /** What the lock file said when the artifact was fetched. */
  readonly locked: LockedVersion | null
  readonly next: LockedVersion
}

/** What the lock file says of an artifact. */
export function toLockedVersion(
  { artifact, key, locked }: Pick<LockedArtifact, 'artifact' | 'key' | 'locked'>,
  tools: readonly ToolDefinition[],
): LockedVersion {
  const { reference, source, digest, size, suggestedId, policy } = artifact
  const manifest = source.kind === 'oci' ? source.root : null
  const isSame = locked !== null && resolvedDigest(locked) === (manifest?.digest ?? digest)
  // A load that did not look must not make us forget who signed the same bytes.
  const signer = artifact.signer ?? (isSame ? locked.signer : null)
  const reached = canonicalReference(reference)
  return {
    id: suggestedId,
    manifest,
    layer: { digest, size },
    policy: policyDigestOf(artifact),
    resolved: reached === key ? null : reached,
    signer,
    tools: digestTools(tools),
    wishes: digestWishes(policy),
  }
}

/** Locks a reference, unless another process has meanwhile locked it to something else. @throws CodedError `LOCK_MISMATCH` */
export async function writeLock(lockFile: LockFile, { key, locked, next }: NewLock): Promise<void> {
  await lockFile.change(key, (now) => {
    if (now !== null && !isSameVersion(now, locked) && !isSameVersion(now, next)) {
      const [is, was] = [resolvedDigest(next), resolvedDigest(now)]
      throw new CodedError(
        'LOCK_MISMATCH',
        `'${key}' leads to '${is}', and another process has just locked it to '${was}': load it again`,
      )
    }
    return next
  })
}

/** Whether the bytes and the wishes are the same; what we make of them may differ with our own version. */
export function isSameVersion(one: LockedVersion, other: LockedVersion | null): boolean {
  if (other === null) return false
  return (
    resolvedDigest(one) === resolvedDigest(other) &&
    one.layer.digest === other.layer.digest &&
    one.policy === other.policy
  )
}
