import { describeSigner } from '#artifacts'
import { CodedError } from '#platform'
import type { PolicyStore } from '#policy'
import type { Inspection, Sandbox } from '#sandbox'

import type { Catalog } from '../catalog/catalog.ts'
import { changeCatalog } from '../catalog/change-catalog.ts'
import type { ComponentFolder } from '../catalog/component-folder.ts'
import { describeComponent } from './describe-component.ts'
import { handOverGrants, type Succession } from './hand-over-grants.ts'
import { fetchAsLocked, type LockContext, type LockedArtifact } from '../lock-file/fetch-as-locked.ts'
import { toLockedVersion, writeLock } from '../lock-file/lock-artifact.ts'
import type { LoadOptions } from './load-options.ts'
import type { LoadResult } from '../types.ts'
import type { ProvisionedGrants } from '../provisioning/provisioned-grants.ts'
import { keepPastVersion } from '../versions/version-history.ts'

/** What a load needs of its room. */
export interface LoadContext extends LockContext {
  readonly catalog: Catalog
  readonly folder: ComponentFolder
  readonly policies: PolicyStore
  readonly provisioned: ProvisionedGrants
  readonly sandbox: Sandbox
  /** Runs a change of the folder when no other change of it is under way. */
  readonly inTurn: <T>(change: () => Promise<T>) => Promise<T>
}

/**
 * Fetches a component, verifies and inspects it, puts it into the folder and shows its tools.
 *
 * Until it is whole nothing changes: an older version of it stays, and goes on answering calls.
 *
 * @throws CodedError with the code of the step that failed
 */
export async function loadComponent(
  context: LoadContext,
  reference: string,
  { signal, onProgress }: LoadOptions,
): Promise<LoadResult> {
  const fetched = await fetchAsLocked(context, reference, { signal, onProgress })
  const { artifact } = fetched
  const report = (message: string) => onProgress?.({ message, done: artifact.size, total: artifact.size })
  report('Inspecting the component')
  const inspection = await context.sandbox.inspect(
    { path: artifact.path, digest: artifact.digest },
    { signal, onWait: () => report('Waiting for another component to be inspected') },
  )
  if (signal?.aborted === true) throw new CodedError('CANCELLED', `The load of '${reference}' was cancelled`)
  return installArtifact(context, fetched, inspection)
}

/** Puts what was fetched and inspected into the folder and the lock file, as one change. @throws CodedError */
export function installArtifact(
  context: LoadContext,
  fetched: LockedArtifact,
  inspection: Inspection,
): Promise<LoadResult> {
  return context.inTurn(() => install(context, fetched, inspection))
}

async function install(
  context: LoadContext,
  { artifact, key, locked, notes }: LockedArtifact,
  inspection: Inspection,
): Promise<LoadResult> {
  const { path, digest, suggestedId: id, reference, policy } = artifact
  const before = await whatIsThere(context, id)
  // Whoever brings the same bytes is not their author: what it brings next is a stranger's.
  const source = before?.digest === digest ? before.reference : reference
  const described = describeComponent(inspection)
  const next = toLockedVersion({ artifact, key, locked }, described.tools)
  const component = { id, digest, ...described, reference: source, signer: next.signer }
  let note: string | null = null
  const record = await context.folder.install(path, component, {
    // A new version never runs under the wishes of the old one, nor a stranger under its grants.
    first: async () => {
      if (before !== null && before.digest !== digest) await keepPastVersion(context, before)
      await writeLock(context.lockFile, { key, locked, next })
      await context.policies.saveRequest(id, policy)
      if (before !== null) context.provisioned.handOver(before, { digest, reference })
      const succession = before && { before, digest, reference }
      if (succession)
        note = await handOverGrants(succession, { policies: context.policies, folder: context.folder.path })
    },
  })
  context.provisioned.attach(key, id)
  changeCatalog(context, { put: [record] })
  const toolNames = context.catalog
    .tools()
    .flatMap(({ componentId, name }) => (componentId === id ? [name] : []))
  const status = before === null ? 'loaded' : 'reloaded'
  const sentences = [...notes, ...(note === null ? [] : [note])]
  return {
    status,
    id,
    toolNames,
    ...(next.resolved !== null && { resolved: next.resolved }),
    ...(next.signer !== null && { signedBy: describeSigner(next.signer) }),
    ...(sentences.length > 0 && { note: sentences.join('. ') }),
  }
}

/** What a load replaces; also what was put there a moment ago and is not listed yet. */
async function whatIsThere(
  { catalog, folder }: LoadContext,
  id: string,
): Promise<Succession['before'] | null> {
  const record = await folder.readRecord(id)
  if (record !== null) return { id, digest: record.stamp.digest, reference: record.reference }
  const stamp = await folder.stamp(id).catch(() => null)
  return stamp === null ? (catalog.get(id) ?? null) : { id, digest: stamp.digest, reference: null }
}
