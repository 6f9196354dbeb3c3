import { join, resolve } from 'node:path'

import { CodedError } from '../coded-error.ts'
import type { BaseDirectories } from './base-directories.ts'
import type { ConfigFile } from './config-file.ts'
import type { GrantsMode, PolicySettings, ProcessEnvironment } from './config.ts'

/** Collects who may grant and what no grant passes. @throws CodedError INVALID_SETTING */
export function policySettings(
  env: ProcessEnvironment,
  {
    grants,
    ceiling_file,
    unattended_grants,
  }: Pick<ConfigFile, 'ceiling_file' | 'unattended_grants'> & { readonly grants?: string | undefined },
  { config }: BaseDirectories,
): PolicySettings {
  const named = env['WASSETTE_CEILING_FILE'] || ceiling_file
  const byDefault = config === null ? null : join(config, 'wassette', 'ceiling.yaml')
  return {
    grants: grantsOf(grants),
    isUnattendedAllowed: unattended_grants ?? false,
    ceilingFile: named === undefined ? byDefault : resolve(named),
    isCeilingRequired: named !== undefined,
  }
}

function grantsOf(value: string | undefined): GrantsMode {
  switch (value) {
    case undefined:
      return 'ask'
    case 'ask':
    case 'model':
    case 'operator':
      return value
    default:
      throw new CodedError('INVALID_SETTING', `Grants is 'ask', 'model' or 'operator', not '${value}'`)
  }
}
