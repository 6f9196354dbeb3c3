import { CacheService, installedRoots, type Cache } from '#components'
import type { Config } from '#platform'

/** The cache of a configuration with the real upkeep, as `compose.ts` joins it. */
export async function openCache({ cacheDir, componentDir }: Config): Promise<Cache> {
  return new CacheService({ folder: cacheDir, roots: [() => installedRoots(componentDir)] })
}
