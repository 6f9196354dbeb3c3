import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { makeFolder, writeFileAtomically } from '#platform'

const FILE_NAME = `system-calls-${process.arch}.bpf`

/**
 * Puts a filter where a wall reads it from, in a folder that no grant opens, and returns its path; null where it cannot.
 *
 * What is there is compared, never believed.
 */
export async function keepFilter(filter: Uint8Array, folder: string): Promise<string | null> {
  const path = join(folder, FILE_NAME)
  const kept = await readFile(path).catch(() => null)
  if (kept?.equals(filter) === true) return path
  try {
    await makeFolder(folder, { mode: 0o700 })
    await writeFileAtomically(path, filter, { mode: 0o600 })
    return path
  } catch {
    return null
  }
}
