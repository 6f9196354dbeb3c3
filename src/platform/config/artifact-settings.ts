import { join } from 'node:path'

import type { BaseDirectories } from './base-directories.ts'
import type { ArtifactSettings, ProcessEnvironment } from './config.ts'
import { secondsAsMilliseconds } from './number-setting.ts'

const DEFAULT_FETCH_TIMEOUT_MS = 30_000

/** Collects what fetching artifacts takes from the environment. @throws CodedError INVALID_SETTING */
export function artifactSettings(
  env: ProcessEnvironment,
  directories: BaseDirectories,
  insecureRegistries: readonly string[],
): ArtifactSettings {
  return {
    homeDir: directories.home,
    dockerConfigDir: env['DOCKER_CONFIG'] ?? (directories.home && join(directories.home, '.docker')),
    registryAuthFile: text(env['REGISTRY_AUTH_FILE']),
    xdgRuntimeDir: text(env['XDG_RUNTIME_DIR']),
    xdgConfigDir: directories.config,
    httpProxy: text(env['http_proxy'] ?? env['HTTP_PROXY']),
    httpsProxy: text(env['https_proxy'] ?? env['HTTPS_PROXY']),
    noProxy: text(env['no_proxy'] ?? env['NO_PROXY']),
    extraCaCertsFile: text(env['NODE_EXTRA_CA_CERTS']),
    insecureRegistries,
    ociTimeoutMs:
      secondsAsMilliseconds('OCI_TIMEOUT_SECS', env['OCI_TIMEOUT_SECS']) ?? DEFAULT_FETCH_TIMEOUT_MS,
    httpTimeoutMs:
      secondsAsMilliseconds('HTTP_TIMEOUT_SECS', env['HTTP_TIMEOUT_SECS']) ?? DEFAULT_FETCH_TIMEOUT_MS,
    credentialHelperEnvironment: definedOnly(env),
  }
}

function text(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value
}

function definedOnly(env: ProcessEnvironment): Readonly<Record<string, string>> {
  const entries = Object.entries(env)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}
