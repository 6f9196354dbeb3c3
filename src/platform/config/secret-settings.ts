import { join, resolve } from 'node:path'

import { CodedError } from '../coded-error.ts'
import type { BaseDirectories } from './base-directories.ts'
import type { ConfigFile } from './config-file.ts'
import type { ProcessEnvironment, SecretSettings, SecretStorage } from './config.ts'
import { definedVariables } from './defined-variables.ts'

/** Collects where secrets are kept. @throws CodedError INVALID_SETTING */
export function secretSettings(
  env: ProcessEnvironment,
  { secrets_dir, secret_store }: ConfigFile,
  { config }: BaseDirectories,
): SecretSettings {
  const byDefault = config === null ? 'secrets' : join(config, 'wassette', 'secrets')
  return {
    folder: resolve(env['WASSETTE_SECRETS_DIR'] || (secrets_dir ?? byDefault)),
    store: storageOf(env['WASSETTE_SECRET_STORE'] || secret_store),
    environment: definedVariables(env),
  }
}

function storageOf(value: string | undefined): SecretStorage {
  switch (value) {
    case undefined:
      return 'auto'
    case 'auto':
    case 'keychain':
    case 'file':
      return value
    default:
      throw new CodedError('INVALID_SETTING', `Secret store is 'auto', 'keychain' or 'file', not '${value}'`)
  }
}
