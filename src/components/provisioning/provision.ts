import { canonicalReference, type Sha256Digest, type VerifiedArtifact } from '#artifacts'
import { CodedError, isCodedError } from '#platform'
import { parsePolicy } from '#policy'
import { isProcessorTimeCounted } from '#sandbox'

import { installArtifact, type LoadContext } from '../loading/load-component.ts'
import type { LoadOptions } from '../loading/load-options.ts'
import { fetchAsLocked, type LockedArtifact } from '../lock-file/fetch-as-locked.ts'
import type { LockedVersion } from '../lock-file/locked-version.ts'
import type {
  ProvisionedComponent,
  Provisioning,
  ProvisioningFailure,
  ProvisionOptions,
} from './provisioning.ts'
import { withRetries } from './with-retries.ts'

/** Components that are fetched at the same time. */
const AT_ONCE = 4

/** Installs what the file names and grants what it says. Every component is tried; the failures are returned. */
export async function provision(
  context: LoadContext,
  { file, components }: Provisioning,
  options: ProvisionOptions,
): Promise<readonly ProvisioningFailure[]> {
  // The operator names what is provisioned, by its digest too.
  const operators = { ...context, isForModel: false }
  const owners: Task['owners'] = new Map()
  const failures = new Map<ProvisionedComponent, CodedError>()
  const waiting = components.values()
  const takeAll = async (): Promise<void> => {
    for (const component of waiting) {
      const error = await tryOne(operators, { component, file, owners }, options)
      if (error !== null) failures.set(component, error)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, takeAll))
  return components.flatMap((component) => {
    const error = failures.get(component)
    return error === undefined ? [] : [{ uri: component.uri, error }]
  })
}

interface Task {
  readonly component: ProvisionedComponent
  readonly file: string
  /** Which component of the file has an id. */
  readonly owners: Map<string, ProvisionedComponent>
}

async function tryOne(
  context: LoadContext,
  task: Task,
  options: ProvisionOptions,
): Promise<CodedError | null> {
  try {
    await provisionOne(context, task, options)
    return null
  } catch (error) {
    if (isCodedError(error)) return error
    throw error
  }
}

async function provisionOne(
  context: LoadContext,
  { component, file, owners }: Task,
  options: ProvisionOptions,
): Promise<void> {
  assertLimitsAreKept(component, file)
  const values = valuesOf(component, options)
  const fetched = await withRetries(
    component.retry,
    () => fetchProvisioned(context, component, options),
    options,
  )
  const { artifact, key, locked } = fetched
  claimId(owners, artifact.suggestedId, component)
  context.provisioned.add(key, { file, policy: component.policy, values })
  const installed = context.catalog.get(artifact.suggestedId)
  if (installed?.digest === artifact.digest && locked !== null) {
    context.provisioned.attach(key, installed.id)
    return
  }
  const { path, digest } = artifact
  const inspection = await context.sandbox.inspect({ path, digest }, { signal: options.signal })
  await installArtifact(context, fetched, inspection)
}

/** One of two would take the place of the other, and have its grants. */
function claimId(owners: Task['owners'], id: string, component: ProvisionedComponent): void {
  const owner = owners.get(id)
  if (owner !== undefined) {
    const text = `'${component.uri}' has the id '${id}', as '${owner.uri}' has: take one of them out of the manifest`
    throw new CodedError('ID_TAKEN', text)
  }
  owners.set(id, component)
}

function assertLimitsAreKept({ uri, policy }: ProvisionedComponent, file: string): void {
  const { cpuTimeMs } = parsePolicy(policy, { file }).permissions.limits
  if (cpuTimeMs === null || isProcessorTimeCounted()) return
  throw new CodedError(
    'LIMIT_NOT_KEPT',
    `The 'cpu_time_ms' of '${uri}' cannot be kept here, where the system does not count it: take it out, and limit the 'timeout' instead`,
  )
}

function valuesOf(
  { uri, valuesFrom }: ProvisionedComponent,
  { environment, hideValue }: ProvisionOptions,
): Readonly<Record<string, string>> {
  const values = [...valuesFrom].map(([key, name]) => {
    const value = environment[name]
    if (value === undefined) {
      const text = `'${uri}' gets '${key}' from the variable '${name}', which is not set: set it for the server`
      throw new CodedError('VALUE_MISSING', text)
    }
    hideValue(value)
    return [key, value] as const
  })
  return Object.fromEntries(values)
}

/** A digest in the file is a person's word: it goes before what was locked. */
async function fetchProvisioned(
  context: LoadContext,
  { uri, digest }: ProvisionedComponent,
  { signal, onProgress }: LoadOptions,
): Promise<LockedArtifact> {
  if (digest === null) return fetchAsLocked(context, uri, { signal, onProgress })
  const key = canonicalReference(uri)
  const locked = (await context.lockFile.read()).get(key) ?? null
  const isLocked = locked !== null && digestsOfVersion(locked).includes(digest)
  const fetched = isLocked
    ? await fetchAsLocked({ ...context, isPinned: true }, uri, { signal, onProgress })
    : { artifact: await context.artifacts.fetchArtifact(uri, { signal, onProgress }), key, locked, notes: [] }
  assertDigest(uri, digest, digestsOfArtifact(fetched.artifact))
  return fetched
}

function assertDigest(uri: string, digest: Sha256Digest, found: readonly Sha256Digest[]): void {
  if (found.includes(digest)) return
  throw new CodedError(
    'DIGEST_MISMATCH',
    `'${uri}' is '${[...new Set(found)].join("' and '")}' where the manifest says '${digest}': it is not used; compare it with what its author published, then put it right`,
  )
}

function digestsOfVersion({ manifest, layer }: LockedVersion): readonly Sha256Digest[] {
  return [...(manifest === null ? [] : [manifest.digest]), layer.digest]
}

function digestsOfArtifact({ digest, source }: VerifiedArtifact): readonly Sha256Digest[] {
  return source.kind === 'oci' ? [source.root.digest, source.manifestDigest, digest] : [digest]
}
