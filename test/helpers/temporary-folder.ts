import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What cleans up: the context of a test, or the module `node:test` for a whole file. */
export interface Cleaner {
  after(clean: () => Promise<void>): void
}

/** A new folder that is removed after the test. */
export async function temporaryFolder(context: Cleaner): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wassette-test-'))
  // Whoever still writes a last file there is given a moment to be done.
  context.after(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))
  return folder
}
