import { join, resolve } from 'node:path'

import { CodedError } from '../coded-error.ts'
import type { ConfigFile } from './config-file.ts'
import type { Config, ConfigFlags, ProcessEnvironment } from './config.ts'

/** What the lock settings follow from. */
export interface LockSources {
  readonly componentDir: string
  readonly flags: Pick<ConfigFlags, 'lockFile' | 'isPinned'>
  readonly settings: Pick<ConfigFile, 'lock_file' | 'pinned'>
}

/** Where the lock file lies, beside the components unless named, and whether it is believed unasked. @throws CodedError INVALID_SETTING */
export function lockSettings(
  env: ProcessEnvironment,
  { componentDir, flags, settings }: LockSources,
): Pick<Config, 'lockFile' | 'isPinned'> {
  const named = flags.lockFile ?? (env['WASSETTE_LOCK_FILE'] || settings.lock_file)
  return {
    lockFile: named === undefined ? join(componentDir, 'wassette.lock') : resolve(named),
    isPinned: flags.isPinned ?? pinnedOf(env['WASSETTE_PINNED']) ?? settings.pinned ?? false,
  }
}

function pinnedOf(value: string | undefined): boolean | undefined {
  switch (value) {
    case undefined:
    case '':
      return undefined
    case '1':
    case 'true':
      return true
    case '0':
    case 'false':
      return false
    default:
      throw new CodedError('INVALID_SETTING', `WASSETTE_PINNED is 'true' or 'false', not '${value}'`)
  }
}
