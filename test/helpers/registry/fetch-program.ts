import { join } from 'node:path'

import { createArtifacts, type FetchProgress } from '#artifacts'
import { isCodedError, SILENT_LOGGER } from '#platform'

// Fetches the references of argv[3] and after into the home argv[2], all at once, for tests that need a process of its own; tells its parent of the first
// bytes and of the code of an error.
const [, , home = '', ...references] = process.argv
const artifacts = createArtifacts({ storeDir: join(home, 'store'), home, logger: SILENT_LOGGER })
const onProgress = ({ done }: FetchProgress) => done > 0 && process.send?.({ done })
try {
  await Promise.all(references.map((reference) => artifacts.fetchArtifact(reference, { onProgress })))
} catch (error) {
  process.send?.({ code: isCodedError(error) ? error.code : String(error) })
  process.exitCode = 1
} finally {
  await artifacts.close()
  process.disconnect?.()
}
