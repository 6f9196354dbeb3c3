import type { VerifiedArtifact } from '#artifacts'
import { CodedError, describeError, isCodedError } from '#platform'
import type { Inspection } from '#sandbox'

import { canonicalOrNull } from '../canonical-or-null.ts'
import { describeComponent } from '../loading/describe-component.ts'
import { installArtifact, type LoadContext } from '../loading/load-component.ts'
import type { LoadOptions } from '../loading/load-options.ts'
import { isSameVersion, toLockedVersion } from '../lock-file/lock-artifact.ts'
import type { LockDocument } from '../lock-file/lock-document.ts'
import { type LockedVersion, resolvedDigest } from '../lock-file/locked-version.ts'
import { compareVersions, type DescribedVersion } from './compare-versions.ts'
import type { Comparison } from './change.ts'
import type { UpdateOptions, VersionName, VersionUpdate } from './versions.ts'

/** Looks at, and when a person accepts installs, what locked references lead to now. @see ComponentVersions.update */
export async function updateVersions(
  context: LoadContext,
  targets: readonly string[],
  options: UpdateOptions,
): Promise<readonly VersionUpdate[]> {
  const document = await context.lockFile.read()
  const updates: VersionUpdate[] = []
  for (const lock of findTargets(document, targets)) updates.push(await updateOne(context, lock, options))
  return updates
}

interface Lock {
  readonly reference: string
  readonly version: LockedVersion
}

function findTargets(document: LockDocument, targets: readonly string[]): readonly Lock[] {
  const all = [...document].map(([reference, version]) => ({ reference, version }))
  if (targets.length === 0) return all
  const found = targets.map((target) => all.filter((lock) => isTarget(lock, target)))
  const missing = targets.find((_target, index) => found[index]?.length === 0)
  if (missing === undefined) return [...new Set(found.flat())]
  throw new CodedError(
    'NOT_LOCKED',
    `'${missing}' is neither a reference of the lock file nor the id of a component in it: load it first, or look with: wassette component outdated`,
  )
}

function isTarget({ reference, version }: Lock, target: string): boolean {
  return version.id === target || reference === canonicalOrNull(target)
}

async function updateOne(context: LoadContext, lock: Lock, options: UpdateOptions): Promise<VersionUpdate> {
  const { reference, version } = lock
  const before: VersionName = { digest: resolvedDigest(version), resolved: version.resolved }
  const row = { reference, id: version.id, before, after: null, changes: [], leftOff: 0, notes: [] }
  try {
    const accepts = async (end: UpdateEnd): Promise<boolean> =>
      typeof options.accept === 'boolean' ? options.accept : options.accept({ ...row, ...end })
    return { ...row, ...(await compareAndInstall(context, lock, { ...options, accepts })) }
  } catch (error) {
    if (!isCodedError(error) || error.code === 'CANCELLED') throw error
    return { ...row, status: 'failed', notes: [error.message] }
  }
}

interface InstallOptions extends LoadOptions {
  readonly accepts: (end: UpdateEnd) => Promise<boolean>
}

type UpdateEnd = Pick<VersionUpdate, 'status'> & Partial<VersionUpdate>

async function compareAndInstall(
  context: LoadContext,
  { reference, version }: Lock,
  { accepts, signal, onProgress }: InstallOptions,
): Promise<UpdateEnd> {
  const fetched = await context.artifacts.fetchArtifact(reference, {
    signal,
    onProgress,
    mayChangeSigner: true,
  })
  const artifact = reference.startsWith('http') ? { ...fetched, suggestedId: version.id } : fetched
  const inspection = await inspect(context, artifact, signal)
  const lock = { artifact, key: reference, locked: version }
  const next = toLockedVersion(lock, describeComponent(inspection).tools)
  const after = { digest: resolvedDigest(next), resolved: next.resolved }
  if (isSameVersion(version, next) && version.resolved === next.resolved) return { status: 'current', after }
  const compared = await compare(context, { reference, version }, describe(artifact, inspection))
  const waiting = { status: 'waiting', after, ...compared } as const
  if (!(await accepts(waiting))) return waiting
  const { note } = await installArtifact(context, { ...lock, notes: compared.notes }, inspection)
  return { status: 'accepted', after, ...compared, notes: note === undefined ? [] : [note] }
}

/** The version that is locked is inspected again: what is shown must not depend on what lies in the component folder. */
async function compare(
  context: LoadContext,
  { reference, version }: Lock,
  after: DescribedVersion,
): Promise<Comparison & { readonly notes: readonly string[] }> {
  try {
    const pinned = resolvedDigest(version)
    const artifact = await context.artifacts.fetchArtifact(version.resolved ?? reference, {
      pinned,
      mayChangeSigner: true,
    })
    if (artifact.digest !== version.layer.digest) throw new Error('its reference leads elsewhere now')
    const before = describe(artifact, await inspect(context, artifact))
    return { ...compareVersions(before, after), notes: [] }
  } catch (error) {
    const nothing: DescribedVersion = { tools: [], policy: null, signer: version.signer }
    const note = `The version that is locked is not there any more, all of the new one is shown: ${describeError(error)}`
    return { ...compareVersions(nothing, after), notes: [note] }
  }
}

function describe({ policy, signer }: VerifiedArtifact, inspection: Inspection): DescribedVersion {
  return { tools: describeComponent(inspection).tools, policy, signer }
}

function inspect(
  { sandbox }: LoadContext,
  { path, digest }: VerifiedArtifact,
  signal?: AbortSignal,
): Promise<Inspection> {
  return sandbox.inspect({ path, digest }, { signal })
}
