import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { temporaryName } from './stale-temporaries.ts'

/** The names of files that are still being written start with this; what is left of a crash can be told by it. */
export const TEMPORARY_PREFIX = '.tmp-'

/**
 * Writes a file so that a reader sees the old content or the new one, never half of it, and a crash leaves the old one.
 *
 * The temporary file lies in the same folder, because `rename` is atomic only inside one file system.
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const temporary = temporaryPathBeside(path)
  try {
    const file = await open(temporary, 'wx', options.mode ?? 0o644)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** A fresh name beside `path` for a file that will be renamed to it. */
export function temporaryPathBeside(path: string): string {
  return join(dirname(path), `${TEMPORARY_PREFIX}${temporaryName()}`)
}
