import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describeError, type Logger } from '#platform'

import { AuthFile, findInAuths, helperFor, normaliseAuthKey } from './auth-file.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import type { Credential } from './credential.ts'
import { askCredentialHelper, type HelperOptions } from './credential-helper.ts'

/** A login that the settings name themselves. */
export interface ExplicitLogin {
  /** `host` or `host:port`. */
  readonly registry: string
  readonly credential: Credential
}

/** Where logins may lie; everything is taken from the environment by the caller. */
export interface CredentialSettings {
  readonly logins: readonly ExplicitLogin[]
  /** In the order in which they are asked: Docker's `config.json` first, then podman's `auth.json`. */
  readonly authFiles: readonly string[]
  readonly helper: HelperOptions
  readonly logger: Logger
}

/** The places that Docker, podman and skopeo keep logins in. */
export interface AuthFilePlaces {
  readonly home: string
  readonly dockerConfigDir?: string | undefined
  readonly registryAuthFile?: string | undefined
  readonly xdgRuntimeDir?: string | undefined
  readonly xdgConfigHome?: string | undefined
}

/** The files to look into, in order. */
export function authFilesOf(places: AuthFilePlaces): string[] {
  const files = [join(places.dockerConfigDir || join(places.home, '.docker'), 'config.json')]
  if (places.registryAuthFile) files.push(places.registryAuthFile)
  if (places.xdgRuntimeDir) files.push(join(places.xdgRuntimeDir, 'containers', 'auth.json'))
  files.push(join(places.xdgConfigHome || join(places.home, '.config'), 'containers', 'auth.json'))
  return files
}

/**
 * The login for a repository, or null: first the settings, then `credHelpers`, `credsStore` and `auths` of each file.
 *
 * @throws CodedError `CREDENTIAL_HELPER_FAILED` when a helper that is named for this registry cannot be asked
 */
export async function findCredential(
  name: RepositoryName,
  settings: CredentialSettings,
): Promise<Credential | null> {
  const wanted = normaliseAuthKey(name.registry)
  const explicit = settings.logins.find((login) => normaliseAuthKey(login.registry) === wanted)
  if (explicit !== undefined) return explicit.credential
  for (const path of settings.authFiles) {
    const file = await readAuthFile(path, settings.logger)
    const credential = file === null ? null : await findInFile(file, name, settings)
    if (credential !== null) return credential
  }
  return null
}

async function findInFile(
  file: AuthFile,
  name: RepositoryName,
  settings: CredentialSettings,
): Promise<Credential | null> {
  const helper = helperFor(file, name.registry)
  const named = helper === null ? null : await askCredentialHelper(helper, name.registry, settings.helper)
  if (named !== null) return named
  return (await askStore(file, name, settings)) ?? findInAuths(file, name)
}

/** A broken general store must not keep public components away; the log tells why nobody is logged in. */
async function askStore(
  file: AuthFile,
  name: RepositoryName,
  settings: CredentialSettings,
): Promise<Credential | null> {
  if (!file.credsStore) return null
  try {
    return await askCredentialHelper(file.credsStore, name.registry, settings.helper)
  } catch (error) {
    settings.logger.warn(
      { registry: name.registry, reason: describeError(error) },
      'The credential store was not asked',
    )
    return null
  }
}

async function readAuthFile(path: string, logger: Logger): Promise<AuthFile | null> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const missing =
      error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    if (!missing)
      logger.warn({ path, reason: describeError(error) }, 'A file with registry logins cannot be read')
    return null
  })
  if (text === null) return null
  try {
    return AuthFile.parse(JSON.parse(text))
  } catch {
    logger.warn({ path }, 'A file with registry logins is not valid JSON and is left out')
    return null
  }
}
