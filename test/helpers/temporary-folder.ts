import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { lookThroughFolder } from '../../tools/leaks/look-through-folder.ts'

/** What cleans up: the context of a test, or the module `node:test` for a whole file. */
export interface Cleaner {
  after(clean: () => Promise<void>): void
}

/** A new folder that is removed after the test. */
export async function temporaryFolder(context: Cleaner): Promise<string> {
  const folder = await makeTemporaryFolder()
  context.after(() => removeTemporaryFolder(folder))
  return folder
}

/** A new folder, for whoever removes it. */
export async function makeTemporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'wassette-test-'))
}

/** Removes a folder, once it was looked through for planted values. */
export async function removeTemporaryFolder(folder: string): Promise<void> {
  await lookThroughFolder(folder)
  // Whoever still writes a last file there is given a moment to be done.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
