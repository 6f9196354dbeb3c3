import { newerVersion } from '#artifacts'
import { describeError } from '#platform'

import type { LockContext } from '../lock-file/fetch-as-locked.ts'
import { type LockedVersion, resolvedDigest } from '../lock-file/locked-version.ts'
import type { LoadOptions } from '../loading/load-options.ts'
import type { VersionStatus } from './versions.ts'

/** Registries allow few requests at a time. */
const AT_ONCE = 4

/** Asks for every locked reference what it leads to now, and what versions lie beside it. @see ComponentVersions.outdated */
export async function findOutdated(
  context: Pick<LockContext, 'artifacts' | 'lockFile'>,
  { signal }: LoadOptions,
): Promise<readonly VersionStatus[]> {
  const waiting = [...(await context.lockFile.read())].entries()
  const rows: VersionStatus[] = []
  const takeAll = async (): Promise<void> => {
    for (const [index, [reference, version]] of waiting) {
      rows[index] = await statusOf(context, { reference, version }, signal)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, takeAll))
  signal?.throwIfAborted()
  return rows
}

interface Lock {
  readonly reference: string
  readonly version: LockedVersion
}

async function statusOf(
  { artifacts }: Pick<LockContext, 'artifacts'>,
  { reference, version }: Lock,
  signal: AbortSignal | undefined,
): Promise<VersionStatus> {
  const locked = resolvedDigest(version)
  const row = { reference, id: version.id, locked, found: null, newest: null, error: null }
  try {
    const now = await artifacts.resolve(version.resolved ?? reference, { signal })
    const tag = tagOf(version.resolved ?? reference)
    const tags = tag === null ? [] : await (await artifacts.registries()).tags(now.reference, { signal })
    const newest = tag === null ? null : newerVersion(tag, tags)
    const status = now.digest !== locked ? 'moved' : newest === null ? 'current' : 'newer'
    return { ...row, status, found: now.digest, newest }
  } catch (error) {
    return { ...row, status: 'failed', error: describeError(error) }
  }
}

/** The tag of a reference into a registry, where it has one. */
function tagOf(reference: string): string | null {
  return /^oci:\/\/[^@]*\/[^@/]*:([^@/:]+)$/.exec(reference)?.[1] ?? null
}
