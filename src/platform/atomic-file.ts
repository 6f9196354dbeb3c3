import { renameSync } from 'node:fs'
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
  await writeBeside(path, { content, mode: options.mode }, (temporary) => rename(temporary, path))
}

/**
 * As `writeFileAtomically`, unless `isStill` says that what is there is not what the content was made of: somebody who takes no
 * lock, such as an editor, must not lose what was written meanwhile. Returns whether it was written.
 */
export async function replaceFile(path: string, content: string, isStill: () => boolean): Promise<boolean> {
  return writeBeside(path, { content }, async (temporary) => {
    // One step for this process, and next to none for others.
    const isWanted = isStill()
    if (isWanted) renameSync(temporary, path)
    else await rm(temporary, { force: true })
    return isWanted
  })
}

interface NewContent {
  readonly content: string | Uint8Array
  readonly mode?: number | undefined
}

async function writeBeside<T>(
  path: string,
  { content, mode = 0o644 }: NewContent,
  putInPlace: (temporary: string) => Promise<T>,
): Promise<T> {
  const temporary = temporaryPathBeside(path)
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    return await putInPlace(temporary)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** A fresh name beside `path` for a file that will be renamed to it. */
export function temporaryPathBeside(path: string): string {
  return join(dirname(path), `${TEMPORARY_PREFIX}${temporaryName()}`)
}
