import { dirname, resolve } from 'node:path'

import type { TrustedSigner, TrustRule, TrustSettings } from './config.ts'
import type { TrustTable } from './trust-table.ts'

const WITHOUT_TABLE: TrustSettings = { default: 'pin', rules: [], trustedRoot: null }

/** What `[trust]` says; relative paths are meant from the folder of the configuration file. */
export function trustSettings(
  table: TrustTable | undefined,
  { configFile, isSkipped }: { readonly configFile: string | null; readonly isSkipped: boolean },
): TrustSettings {
  if (isSkipped) return { ...WITHOUT_TABLE, default: 'off' }
  if (table === undefined) return WITHOUT_TABLE
  const fromFolder = (path: string): string => resolve(dirname(configFile ?? '.'), path)
  return {
    default: table.default ?? WITHOUT_TABLE.default,
    rules: (table.rules ?? []).map((rule) => ruleOf(rule, fromFolder)),
    trustedRoot: table.trusted_root === undefined ? null : fromFolder(table.trusted_root),
  }
}

function ruleOf(
  { match, mode, any = [], predicates }: NonNullable<TrustTable['rules']>[number],
  fromFolder: (path: string) => string,
): TrustRule {
  if (mode !== undefined) return { match, kind: mode }
  const signers = any.map((signer): TrustedSigner => {
    return 'key' in signer
      ? { kind: 'key', path: fromFolder(signer.key) }
      : { kind: 'keyless', ...signer.keyless }
  })
  return { match, kind: 'signed-by', any: signers, predicates: predicates ?? null }
}
