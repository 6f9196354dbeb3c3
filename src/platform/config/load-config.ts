import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import { parseByteSize } from '../byte-size.ts'
import { CodedError, describeError } from '../coded-error.ts'
import { artifactSettings } from './artifact-settings.ts'
import { auditSettings } from './audit-settings.ts'
import { baseDirectories, type BaseDirectories } from './base-directories.ts'
import { cacheSettings } from './cache-settings.ts'
import type { ParsedConfigFile } from './config-file.ts'
import type { Config, ConfigFlags, IsolationSetting, ProcessEnvironment } from './config.ts'
import { parseEnvFile, parseEnvFlags, type Variables } from './guest-variables.ts'
import { logLevelOf } from './log-level.ts'
import { integerSetting } from './number-setting.ts'
import { policySettings } from './policy-settings.ts'
import { secretSettings } from './secret-settings.ts'
import { lockSettings } from './lock-settings.ts'
import { MAX_TOOL_NAME_LENGTH, MIN_TOOL_NAME_LENGTH } from './tool-name-length.ts'
import { trustSettings } from './trust-settings.ts'

/** The year 9999, the last that a time in JSON can have. */
const LAST_SECOND = 253_402_300_799

/**
 * Resolves every setting: flags over `WASSETTE_*` variables over the configuration file over defaults.
 *
 * @throws CodedError INVALID_CONFIG_FILE, INVALID_ENV_FILE, INVALID_ENV_FLAG, INVALID_SETTING
 */
export async function loadConfig(flags: ConfigFlags, env: ProcessEnvironment = process.env): Promise<Config> {
  const directories = baseDirectories(env)
  const { settings, warnings, configFile } = await readConfigFile(env, directories)
  const named = flags.componentDir ?? setting(env['WASSETTE_COMPONENT_DIR']) ?? settings.component_dir
  const componentDir = resolve(named ?? defaultDir(directories.data, 'components'))
  return {
    componentDir,
    ...lockSettings(env, { componentDir, flags, settings }),
    cacheDir: resolve(defaultDir(directories.cache, 'cache')),
    stateDir: resolve(defaultDir(directories.state, 'state')),
    // A program is started from there: it is never one beside where somebody happens to be.
    wallDir: directories.data === null ? null : join(directories.data, 'wassette', 'wall'),
    logLevel: logLevelOf(env) ?? flags.defaultLogLevel ?? 'info',
    maxToolNameLength: toolNameLengthOf(env) ?? settings.max_tool_name_length ?? MAX_TOOL_NAME_LENGTH,
    guestEnvironment: {
      ...settings.environment_vars,
      ...(await readEnvFile(flags.envFile)),
      ...parseEnvFlags(flags.env ?? []),
    },
    componentRegistry: setting(env['WASSETTE_COMPONENT_REGISTRY']) ?? settings.component_registry ?? null,
    artifacts: artifactSettings(env, directories, settings),
    trust: trustSettings(settings.trust, {
      configFile: configFile?.path ?? null,
      isSkipped: flags.skipVerify ?? false,
    }),
    isolation: isolationOf(flags.isolation ?? setting(env['WASSETTE_ISOLATION']) ?? settings.isolation),
    maxSandboxBytes: sandboxBytesOf(
      setting(env['WASSETTE_MAX_SANDBOX_MEMORY']) ?? settings.max_sandbox_memory,
    ),
    policy: policySettings(
      env,
      { ...settings, grants: flags.grants ?? setting(env['WASSETTE_GRANTS']) ?? settings.grants },
      directories,
    ),
    secrets: secretSettings(env, settings, directories),
    audit: auditSettings(env, settings, directories),
    cache: cacheSettings(env, settings),
    configFile,
    sourceDate: sourceDateOf(env),
    keyPassphrase: env['WASSETTE_KEY_PASSPHRASE'] ?? env['COSIGN_PASSWORD'] ?? null,
    programPath: env['PATH'] ?? '',
    warnings: named === undefined ? [...warnings, ...missingHome(directories)] : warnings,
  }
}

async function readConfigFile(
  env: ProcessEnvironment,
  directories: BaseDirectories,
): Promise<ParsedConfigFile & Pick<Config, 'configFile'>> {
  const named = setting(env['WASSETTE_CONFIG_FILE'])
  const path = named ?? (directories.config && join(directories.config, 'wassette', 'config.toml'))
  const content = path === null ? null : await readIfThere(path)
  const configFile = path === null ? null : { path: resolve(path), isThere: content !== null }
  if (path === null || content === null) {
    return {
      configFile,
      settings: {},
      warnings: named === undefined ? [] : [`No file at '${named}' of WASSETTE_CONFIG_FILE`],
    }
  }
  // Most starts have no file: they need not pay for the TOML parser and the validator.
  const { parseConfigFile } = await import('./config-file.ts')
  return { ...parseConfigFile(content, path), configFile }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new CodedError('INVALID_CONFIG_FILE', `Cannot read '${path}': ${describeError(error)}`, {
      cause: error,
    })
  }
}

async function readEnvFile(path: string | undefined): Promise<Variables> {
  if (path === undefined) return {}
  let content: string
  try {
    content = await readFile(path, 'utf8')
  } catch (error) {
    throw new CodedError(
      'INVALID_ENV_FILE',
      `Cannot read '${path}' of '--env-file': ${describeError(error)}`,
      {
        cause: error,
      },
    )
  }
  return parseEnvFile(content)
}

/** @see https://reproducible-builds.org/specs/source-date-epoch/ */
function sourceDateOf(env: ProcessEnvironment): Date | null {
  const name = 'SOURCE_DATE_EPOCH'
  const seconds = integerSetting(name, env[name], { min: 0, max: LAST_SECOND })
  return seconds === undefined ? null : new Date(seconds * 1000)
}

function toolNameLengthOf(env: ProcessEnvironment): number | undefined {
  const name = 'WASSETTE_MAX_TOOL_NAME_LENGTH'
  return integerSetting(name, env[name], { min: MIN_TOOL_NAME_LENGTH, max: MAX_TOOL_NAME_LENGTH })
}

/** What making an ordinary component ready to run takes. */
const LEAST_SANDBOX_MEMORY = '512MiB'

function sandboxBytesOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const [name, least] = ['max_sandbox_memory', parseByteSize(LEAST_SANDBOX_MEMORY, '')]
  const bytes = parseByteSize(text, name)
  if (bytes >= least) return bytes
  throw new CodedError('INVALID_SETTING', `'${name}' is '${text}', set it to ${LEAST_SANDBOX_MEMORY} or more`)
}

function isolationOf(value: string | undefined): IsolationSetting {
  switch (value) {
    case undefined:
      return 'auto'
    case 'auto':
    case 'os':
    case 'process':
      return value
    default:
      throw new CodedError('INVALID_SETTING', `Isolation is 'auto', 'os' or 'process', not '${value}'`)
  }
}

function defaultDir(base: string | null, name: string): string {
  if (base === null) return name
  return name === 'cache' ? join(base, 'wassette') : join(base, 'wassette', name)
}

function missingHome(directories: BaseDirectories): readonly string[] {
  if (directories.data !== null) return []
  return ["No home folder is known, components are kept in './components': set '--component-dir'"]
}

function setting(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
