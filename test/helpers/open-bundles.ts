import { BundleService, type Bundles } from '#components'
import type { Config } from '#platform'

/** The bundles of a configuration, as `compose.ts` joins them. */
export async function openBundles({ cacheDir, componentDir, lockFile }: Config): Promise<Bundles> {
  return new BundleService({ cacheFolder: cacheDir, componentFolder: componentDir, lockFile })
}
