import {
  type Artifacts,
  canonicalReference,
  isSameSource,
  sha256Of,
  type Sha256Digest,
  type VerifiedArtifact,
} from '#artifacts'
import { CodedError, isCodedError } from '#platform'

import type { LoadOptions } from '../loading/load-options.ts'
import type { LockFile } from './lock-file.ts'
import type { LockDocument } from './lock-document.ts'
import { type LockedVersion, resolvedDigest } from './locked-version.ts'
import { type LockPlaces, updateCommand } from './update-command.ts'

/** What fetching needs to keep to the lock file. */
export interface LockContext extends LockPlaces {
  readonly artifacts: Artifacts
  readonly lockFile: LockFile
  /** Whether what is locked is taken without asking what its reference leads to now. */
  readonly isPinned: boolean
  /** Whether a model may ask: it is told the digest of what was refused, and must not get it by that digest. */
  readonly isForModel: boolean
}

/** An artifact that is what the lock file says, or that it says nothing of. */
export interface LockedArtifact {
  readonly artifact: VerifiedArtifact
  /** The canonical spelling of the reference. */
  readonly key: string
  /** What the lock file said. */
  readonly locked: LockedVersion | null
  /** Sentences for whoever asked. */
  readonly notes: readonly string[]
}

/** The registry did not answer: another time it may. */
export const UNREACHABLE: ReadonlySet<string> = new Set([
  'HOST_UNREACHABLE',
  'TIMED_OUT',
  'RATE_LIMITED',
  'REGISTRY_UNAVAILABLE',
])

/**
 * Fetches what the lock file says a reference stands for, and refuses anything else.
 *
 * A local file is taken as it is: whoever rebuilds it expects that. @throws CodedError `LOCK_MISMATCH`, `LOCK_FILE_INVALID`, …
 */
export async function fetchAsLocked(
  context: LockContext,
  reference: string,
  options: LoadOptions,
): Promise<LockedArtifact> {
  const { artifacts, lockFile } = context
  const key = canonicalReference(reference)
  const document = await lockFile.read()
  const locked = findLocked(document, key)
  if (locked === null) {
    if (context.isForModel) assertNoWayAround(context, key, document)
    return fetchUnlocked(context, { reference, key }, options)
  }
  if (key.startsWith('file:')) {
    const artifact = await artifacts.fetchArtifact(reference, options)
    return { artifact, key, locked, notes: noteOfFile(artifact, locked) }
  }
  const notes = context.isPinned ? [] : await checkReference(context, { key, locked }, options)
  const fetched = await artifacts.fetchArtifact(locked.resolved ?? reference, {
    ...options,
    pinned: resolvedDigest(locked),
  })
  const artifact = { ...fetched, suggestedId: locked.id }
  assertAsLocked(context, artifact, { key, locked })
  return { artifact, key, locked, notes }
}

/** A range that nobody has locked can lead to a tag that somebody has. */
async function fetchUnlocked(
  context: LockContext,
  { reference, key }: { readonly reference: string; readonly key: string },
  options: LoadOptions,
): Promise<LockedArtifact> {
  if (!isRange(key)) {
    return {
      artifact: await context.artifacts.fetchArtifact(reference, options),
      key,
      locked: null,
      notes: [],
    }
  }
  const tag = await context.artifacts.resolve(key, options)
  return { ...(await fetchAsLocked(context, tag.reference, options)), key, locked: null }
}

/** What is locked under a reference, or under a range that led to it. */
function findLocked(document: LockDocument, key: string): LockedVersion | null {
  return document.get(key) ?? [...document.values()].find(({ resolved }) => resolved === key) ?? null
}

/** A digest is no version of its own where its place is locked to another one. */
function assertNoWayAround(context: LockContext, key: string, document: LockDocument): void {
  const digest = /@(sha256:.*)$/.exec(key)?.[1]
  if (digest === undefined) return
  const beside = [...document].filter(([reference, { resolved }]) => isSameSource(resolved ?? reference, key))
  const [first] = beside
  if (first === undefined || beside.some(([, version]) => resolvedDigest(version) === digest)) return
  throw mismatch(
    context,
    first[0],
    `is locked to '${resolvedDigest(first[1])}', and '${digest}' is another version of it`,
  )
}

/** Whether a reference names a package or a range of versions. */
function isRange(key: string): boolean {
  return !key.includes('://') || (key.startsWith('oci:') && key.includes('@') && !key.includes('@sha256:'))
}

interface Lock {
  readonly key: string
  readonly locked: LockedVersion
}

/** Asks what the reference leads to now. A name with a digest leads to that digest for ever. */
async function checkReference(
  context: LockContext,
  { key, locked }: Lock,
  { signal, onProgress }: LoadOptions,
): Promise<readonly string[]> {
  if (key.includes('@sha256:')) return []
  try {
    const now = await context.artifacts.resolve(locked.resolved ?? key, { signal, onProgress })
    const was = resolvedDigest(locked)
    if (now.digest !== was) throw mismatch(context, key, `leads to '${now.digest}' where '${was}' is locked`)
    return []
  } catch (error) {
    if (!isCodedError(error) || !UNREACHABLE.has(error.code)) throw error
    return [
      `The locked version is used; whether the reference leads elsewhere now could not be asked: ${error.message}`,
    ]
  }
}

/** The layer follows from the manifest; a policy may come from beside it. */
function assertAsLocked(context: LockContext, artifact: VerifiedArtifact, { key, locked }: Lock): void {
  const policy = policyDigestOf(artifact)
  if (artifact.digest !== locked.layer.digest) {
    throw mismatch(
      context,
      key,
      `has the component '${artifact.digest}' where '${locked.layer.digest}' is locked`,
    )
  }
  if (policy !== locked.policy) {
    const [is, was] = [policy, locked.policy].map((digest) => digest ?? 'none')
    throw mismatch(context, key, `asks for the policy '${is}' where '${was}' is locked`)
  }
}

function mismatch(context: LockContext, key: string, what: string): CodedError {
  const command = updateCommand(key, context)
  return new CodedError(
    'LOCK_MISMATCH',
    `'${key}' ${what}: it is not used, and what is installed stays; a person sees what changed, and can accept it, with: ${command}`,
  )
}

function noteOfFile({ digest }: VerifiedArtifact, { layer }: LockedVersion): readonly string[] {
  if (digest === layer.digest) return []
  return [
    `The file has changed since it was locked, from '${layer.digest}' to '${digest}': it is locked anew, as a local file is`,
  ]
}

/** Digest of the author's policy. */
export function policyDigestOf({ policy }: VerifiedArtifact): Sha256Digest | null {
  return policy === null ? null : sha256Of(Buffer.from(policy))
}
