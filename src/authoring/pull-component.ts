import { chmod, constants, copyFile, link, rename, rm } from 'node:fs/promises'

import type { Artifacts, FetchOptions, VerifiedArtifact } from '#artifacts'
import { CodedError, describeError, temporaryPathBeside } from '#platform'

/** What to pull, and where to. */
export interface PullRequest {
  readonly reference: string
  /** Path of the file; null for the id of the component with `.wasm`, in the folder where the command runs. */
  readonly file: string | null
  /** Whether a file that is there may be replaced. */
  readonly force: boolean
}

/** A component that was pulled into a file. */
export interface PullResult {
  readonly file: string
  readonly artifact: VerifiedArtifact
}

/**
 * Writes a component to a file, as it would be loaded: verified and trusted.
 *
 * @throws CodedError `FILE_EXISTS`, `FILE_NOT_WRITABLE`, and what `Artifacts.fetchArtifact` throws
 */
export async function pullComponent(
  artifacts: Artifacts,
  { reference, file, force }: PullRequest,
  options: FetchOptions,
): Promise<PullResult> {
  const artifact = await artifacts.fetchArtifact(reference, options)
  const target = file ?? `${artifact.suggestedId}.wasm`
  await place(artifact.path, target, force)
  return { file: target, artifact }
}

/** Whole or not at all: a name in place of half a file. */
async function place(blob: string, target: string, force: boolean): Promise<void> {
  const temporary = temporaryPathBeside(target)
  try {
    await copyFile(blob, temporary, constants.COPYFILE_FICLONE)
    await chmod(temporary, 0o644)
    await (force ? rename(temporary, target) : link(temporary, target))
  } catch (error) {
    throw notPlaced(target, error)
  } finally {
    await rm(temporary, { force: true })
  }
}

function notPlaced(target: string, error: unknown): CodedError {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
    return new CodedError(
      'FILE_EXISTS',
      `"${target}" is there already: name another file, or replace it with --force`,
    )
  }
  return new CodedError(
    'FILE_NOT_WRITABLE',
    `"${target}" cannot be written: ${describeError(error)}; name another file`,
  )
}
