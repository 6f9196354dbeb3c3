import { parseByteSize } from '../byte-size.ts'
import type { ConfigFile } from './config-file.ts'
import type { CacheSettings, ProcessEnvironment } from './config.ts'

/** Room for some hundred components, each with what is made of it. */
const DEFAULT_MAX_SIZE = '5GiB'

/** How large the cache may grow; `off` is as large as the disk. @throws CodedError INVALID_SETTING */
export function cacheSettings(env: ProcessEnvironment, { cache }: Pick<ConfigFile, 'cache'>): CacheSettings {
  const size = env['WASSETTE_CACHE_MAX_SIZE'] || (cache?.max_size ?? DEFAULT_MAX_SIZE)
  return { maxBytes: size === 'off' ? null : parseByteSize(size, 'cache.max_size') }
}
