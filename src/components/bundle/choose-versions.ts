import { canonicalReference } from '#artifacts'
import { CodedError, isCodedError } from '#platform'

import type { LockDocument } from '../lock-file/lock-document.ts'
import type { LockedVersion } from '../lock-file/locked-version.ts'

/** A version to export, and the reference it is locked under. */
export interface ChosenVersion {
  readonly key: string
  readonly version: LockedVersion
}

/** What is installed: digests of component files by id. */
export type InstalledDigests = ReadonlyMap<string, string>

/**
 * The locked versions that `names` mean, ids of components or references; of no names, all that are installed.
 *
 * @throws CodedError `BUNDLE_UNKNOWN` for a name that nothing is locked under
 */
export function chooseVersions(
  names: readonly string[],
  lock: LockDocument,
  installed: InstalledDigests,
): readonly ChosenVersion[] {
  const entries = [...lock].map(([key, version]) => ({ key, version }))
  const isInstalled = ({ version }: ChosenVersion): boolean =>
    installed.get(version.id) === version.layer.digest
  if (names.length === 0) return entries.filter(isInstalled)
  const chosen = names.flatMap((name) => {
    const canonical = canonicalOrNull(name)
    const byId = entries.filter((entry) => entry.version.id === name && isInstalled(entry))
    const found = byId.length > 0 ? byId : entries.filter(({ key }) => key === canonical)
    if (found.length === 0) throw unknown(name)
    return found
  })
  return [...new Map(chosen.map((entry) => [entry.key, entry])).values()]
}

/** An id is no reference, and says so by throwing. */
function canonicalOrNull(name: string): string | null {
  try {
    return canonicalReference(name)
  } catch (error) {
    if (isCodedError(error)) return null
    throw error
  }
}

function unknown(name: string): CodedError {
  const text = `Nothing is installed as '${name}' or locked under it: load it first, or see 'wassette component list'`
  return new CodedError('BUNDLE_UNKNOWN', text)
}
