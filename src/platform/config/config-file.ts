import { parse, TomlError } from 'smol-toml'
import { z } from 'zod'

import { CodedError } from '../coded-error.ts'
import { RegistriesTable } from './registries-table.ts'
import { MAX_TOOL_NAME_LENGTH, MIN_TOOL_NAME_LENGTH } from './tool-name-length.ts'
import { TrustTable } from './trust-table.ts'

/** The keys of `config.toml`, those that only the HTTP server reads among them: a file of Wassette is taken as it is. */
const ConfigFileSchema = z.object({
  component_dir: z.string().min(1).optional(),
  lock_file: z.string().min(1).optional(),
  pinned: z.boolean().optional(),
  environment_vars: z.record(z.string(), z.string()).optional(),
  isolation: z.enum(['auto', 'os', 'process']).optional(),
  grants: z.enum(['ask', 'model', 'operator']).optional(),
  unattended_grants: z.boolean().optional(),
  ceiling_file: z.string().min(1).optional(),
  insecure_registries: z.array(z.string().min(1)).optional(),
  component_registry: z.string().min(1).optional(),
  registries: RegistriesTable.optional(),
  max_sandbox_memory: z.string().min(1).optional(),
  max_component_size: z.string().min(1).optional(),
  max_tool_name_length: z.int().min(MIN_TOOL_NAME_LENGTH).max(MAX_TOOL_NAME_LENGTH).optional(),
  secrets_dir: z.string().min(1).optional(),
  secret_store: z.enum(['auto', 'keychain', 'file']).optional(),
  audit_file: z.string().min(1).optional(),
  audit_chain: z.boolean().optional(),
  audit_values: z.boolean().optional(),
  cache: z.object({ max_size: z.string().optional() }).optional(),
  trust: TrustTable.optional(),
  bind_address: z.string().optional(),
  allowed_hosts: z.array(z.string()).optional(),
  legacy_sessions: z.boolean().optional(),
  json_response: z.boolean().optional(),
})

/** What a configuration file says. */
export type ConfigFile = z.infer<typeof ConfigFileSchema>

/** A parsed file and sentences about keys that nobody knows. */
export interface ParsedConfigFile {
  readonly settings: ConfigFile
  readonly warnings: readonly string[]
}

/** Parses `config.toml`. @throws CodedError INVALID_CONFIG_FILE with the path, and the line or the key */
export function parseConfigFile(content: string, path: string): ParsedConfigFile {
  const document = parseToml(content, path)
  const parsed = ConfigFileSchema.safeParse(document)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const key = issue?.path.join('.') ?? ''
    throw new CodedError('INVALID_CONFIG_FILE', `Fix '${key}' in '${path}': ${issue?.message ?? 'not valid'}`)
  }
  const known = new Set(Object.keys(ConfigFileSchema.shape))
  const unknown = Object.keys(document).filter((key) => !known.has(key))
  return { settings: parsed.data, warnings: unknown.map((key) => `Unknown key '${key}' in '${path}'`) }
}

function parseToml(content: string, path: string): Record<string, unknown> {
  try {
    return parse(content)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = error.message.split('\n')[0]
    throw new CodedError('INVALID_CONFIG_FILE', `Fix line ${error.line} of '${path}': ${reason}`, {
      cause: error,
    })
  }
}
