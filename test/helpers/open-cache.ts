import { CacheService, installedRoots, lockedRoots, replacedRoots, type Cache } from '#components'
import type { Config } from '#platform'

/** The cache of a configuration with the real upkeep, as `compose.ts` joins it. */
export async function openCache({ cache, cacheDir, componentDir, lockFile }: Config): Promise<Cache> {
  const roots = [
    () => installedRoots(componentDir),
    () => lockedRoots(lockFile),
    () => replacedRoots(componentDir),
  ]
  return new CacheService({ folder: cacheDir, roots, ...cache })
}
