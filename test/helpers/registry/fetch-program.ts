import { join } from 'node:path'

import { createArtifacts } from '#artifacts'
import { isCodedError, SILENT_LOGGER } from '#platform'

// Fetches argv[3] into the home argv[2], for tests that need a process of its own; tells its parent of the first
// bytes and of the code of an error.
const [, , home = '', reference = ''] = process.argv
const artifacts = createArtifacts({ storeDir: join(home, 'store'), home, logger: SILENT_LOGGER })
try {
  await artifacts.fetchArtifact(reference, { onProgress: ({ done }) => done > 0 && process.send?.({ done }) })
} catch (error) {
  process.send?.({ code: isCodedError(error) ? error.code : String(error) })
  process.exitCode = 1
} finally {
  await artifacts.close()
  process.disconnect?.()
}
