import { join } from 'node:path'

import { createArtifacts } from '#artifacts'
import { Authoring } from '#authoring'
import { SILENT_LOGGER, type Config } from '#platform'

/** What works at registries for a configuration, as `compose.ts` joins it. */
export async function openAuthoring({ artifacts, cacheDir, sourceDate }: Config): Promise<Authoring> {
  const settings = { ...artifacts, storeDir: join(cacheDir, 'store'), logger: SILENT_LOGGER }
  return new Authoring({ artifacts: createArtifacts(settings), sourceDate })
}
