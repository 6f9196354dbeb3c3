import { join, resolve } from 'node:path'

import { CodedError } from '../coded-error.ts'
import type { BaseDirectories } from './base-directories.ts'
import type { ConfigFile } from './config-file.ts'
import type { AuditSettings, ProcessEnvironment } from './config.ts'

/** Collects where the audit goes; the file `off` is none. @throws CodedError INVALID_SETTING */
export function auditSettings(
  env: ProcessEnvironment,
  { audit_file, audit_chain, audit_values }: ConfigFile,
  { state }: BaseDirectories,
): AuditSettings {
  const byDefault = state === null ? 'audit.jsonl' : join(state, 'wassette', 'audit.jsonl')
  const file = env['WASSETTE_AUDIT_FILE'] || (audit_file ?? byDefault)
  return {
    file: file === 'off' ? null : resolve(file),
    isChained: flagOf(env, 'WASSETTE_AUDIT_CHAIN') ?? audit_chain ?? false,
    hasValues: flagOf(env, 'WASSETTE_AUDIT_VALUES') ?? audit_values ?? false,
  }
}

function flagOf(env: ProcessEnvironment, name: string): boolean | undefined {
  const value = env[name]
  if (value === undefined || value === '') return undefined
  if (value === 'true' || value === '1') return true
  if (value === 'false' || value === '0') return false
  throw new CodedError('INVALID_SETTING', `'${name}' is '${value}', set it to true or false`)
}
