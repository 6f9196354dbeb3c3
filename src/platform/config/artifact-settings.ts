import { join } from 'node:path'

import { parseByteSize } from '../byte-size.ts'
import { CodedError } from '../coded-error.ts'
import type { BaseDirectories } from './base-directories.ts'
import type { ConfigFile } from './config-file.ts'
import type { ArtifactSettings, ProcessEnvironment } from './config.ts'
import { definedVariables } from './defined-variables.ts'
import { secondsAsMilliseconds } from './number-setting.ts'
import { registrySettings } from './registry-settings.ts'
import { wkgLogins } from './wkg-logins.ts'

/** Collects what fetching artifacts takes from the environment. @throws CodedError INVALID_SETTING */
export function artifactSettings(
  env: ProcessEnvironment,
  { home, config }: BaseDirectories,
  settings: Pick<ConfigFile, 'insecure_registries' | 'registries' | 'max_component_size'>,
): ArtifactSettings {
  const { insecure_registries = [], registries, max_component_size } = settings
  const named = listOf(env['WASSETTE_INSECURE_REGISTRIES'])
  return {
    home: home ?? '/',
    dockerConfigDir: nonEmpty(env['DOCKER_CONFIG']),
    registryAuthFile: nonEmpty(env['REGISTRY_AUTH_FILE']),
    xdgRuntimeDir: nonEmpty(env['XDG_RUNTIME_DIR']),
    xdgConfigHome: nonEmpty(env['XDG_CONFIG_HOME']),
    wkgConfigFile:
      nonEmpty(env['WKG_CONFIG_FILE']) ??
      (config === null ? undefined : join(config, 'wasm-pkg', 'config.toml')),
    proxy: {
      http: nonEmpty(env['http_proxy'] ?? env['HTTP_PROXY']),
      https: nonEmpty(env['https_proxy'] ?? env['HTTPS_PROXY']),
      none: nonEmpty(env['no_proxy'] ?? env['NO_PROXY']),
    },
    caFile: nonEmpty(env['NODE_EXTRA_CA_CERTS']),
    insecureRegistries: named ?? [...insecure_registries, ...(registries?.insecure ?? [])],
    registries: registrySettings(registries),
    wkgLogins: wkgLogins(env),
    timeouts: timeouts(env),
    maxComponentBytes: componentSize(nonEmpty(env['WASSETTE_MAX_COMPONENT_SIZE']) ?? max_component_size),
    helperEnvironment: definedVariables(env),
  }
}

/** All of a component is held in memory while it is read, so there is an end to it. */
const LARGEST_COMPONENT = '1GiB'

function componentSize(text: string | undefined): number | undefined {
  const [name, largest] = ['max_component_size', parseByteSize(LARGEST_COMPONENT, '')]
  const bytes = text === undefined ? undefined : parseByteSize(text, name)
  if (bytes === undefined || bytes <= largest) return bytes
  throw new CodedError('INVALID_SETTING', `'${name}' is '${text}', set it to ${LARGEST_COMPONENT} at most`)
}

/** Wassette has a variable for each of its two clients; here is one client, and the longer time counts. */
function timeouts(env: ProcessEnvironment): ArtifactSettings['timeouts'] {
  const given = ['OCI_TIMEOUT_SECS', 'HTTP_TIMEOUT_SECS']
    .map((name) => secondsAsMilliseconds(name, env[name]))
    .filter((milliseconds) => milliseconds !== undefined)
  if (given.length === 0) return undefined
  const longest = Math.max(...given)
  return { headersMs: longest, idleMs: longest }
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}

function listOf(value: string | undefined): readonly string[] | undefined {
  const items = value?.split(',').map((item) => item.trim())
  return items?.filter((item) => item !== '')
}
