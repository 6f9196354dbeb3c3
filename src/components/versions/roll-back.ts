import { CodedError } from '#platform'

import { installArtifact, type LoadContext } from '../loading/load-component.ts'
import { policyDigestOf } from '../lock-file/fetch-as-locked.ts'
import { resolvedDigest } from '../lock-file/locked-version.ts'
import type { LoadOptions } from '../loading/load-options.ts'
import { readHistory, writeHistory } from './version-history.ts'
import type { Rollback } from './versions.ts'

/** Installs and locks what was there before the last update; once more goes back further. @see ComponentVersions.rollback */
export async function rollBack(
  context: LoadContext,
  id: string,
  { signal, onProgress }: LoadOptions,
): Promise<Rollback> {
  const file = context.folder.historyOf(id)
  const [past, ...older] = await readHistory(file)
  if (past === undefined) {
    throw new CodedError(
      'NO_PREVIOUS_VERSION',
      `No version of '${id}' is known from before: load the one that you want`,
    )
  }
  const { reference, version } = past
  const pinned = resolvedDigest(version)
  const fetched = await context.artifacts.fetchArtifact(version.resolved ?? reference, {
    signal,
    onProgress,
    pinned,
    mayChangeSigner: true,
  })
  if (fetched.digest !== version.layer.digest || policyDigestOf(fetched) !== version.policy) {
    throw new CodedError(
      'VERSION_GONE',
      `The version '${pinned}' of '${reference}' is neither in the content store nor at its source any more: load the one that you want`,
    )
  }
  const artifact = { ...fetched, suggestedId: id }
  const inspection = await context.sandbox.inspect(
    { path: artifact.path, digest: artifact.digest },
    { signal },
  )
  const locked = (await context.lockFile.read()).get(reference) ?? null
  const { note = null } = await installArtifact(
    context,
    { artifact, key: reference, locked, notes: [] },
    inspection,
  )
  await writeHistory(file, older)
  return { id, reference, digest: pinned, note }
}
