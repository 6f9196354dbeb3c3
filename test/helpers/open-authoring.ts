import { join } from 'node:path'

import { createArtifacts, DEFAULT_MAX_COMPONENT_BYTES } from '#artifacts'
import { Authoring } from '#authoring'
import { LockedSigners } from '#components'
import { SILENT_LOGGER, type Config } from '#platform'

/** What works at registries for a configuration, as `compose.ts` joins it. */
export async function openAuthoring(config: Config): Promise<Authoring> {
  const { artifacts, cacheDir, lockFile, sourceDate } = config
  const trust = { ...config.trust, pins: new LockedSigners(lockFile) }
  const settings = { ...artifacts, trust, storeDir: join(cacheDir, 'store'), logger: SILENT_LOGGER }
  const maxBytes = artifacts.maxComponentBytes ?? DEFAULT_MAX_COMPONENT_BYTES
  return new Authoring({ artifacts: createArtifacts(settings), sourceDate, maxBytes })
}
