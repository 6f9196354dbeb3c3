import { describeError } from '#platform'

import type { ArtifactSettings } from './artifact-settings.ts'
import type { Credential } from './credentials/credential.ts'
import { HELPER_TIMEOUT_MS } from './credentials/credential-helper.ts'
import { authFilesOf, findCredential } from './credentials/find-credential.ts'
import type { CredentialFinder } from './oci/login/authorizer.ts'
import { parseReference } from './references/parse-reference.ts'
import { readWkgConfig } from './packages/wkg-config.ts'
import { wkgHostVariable, wkgLogin } from './packages/wkg-login.ts'

/** Looks a login up in the settings, in what wkg knows, then in the files of Docker and podman. */
export function credentialFinder(settings: ArtifactSettings): CredentialFinder {
  const { logger, logins = [], helperEnvironment = {} } = settings
  const authFiles = authFilesOf(settings)
  return async (name, signal) => {
    const helper = { environment: helperEnvironment, timeoutMs: HELPER_TIMEOUT_MS, signal }
    const known = await findWithWkg(settings, name.registry)
    const first = known === null ? [] : [{ registry: name.registry, credential: known }]
    return findCredential(name, { logins: [...logins, ...first], authFiles, helper, logger })
  }
}

async function findWithWkg(settings: ArtifactSettings, registry: string): Promise<Credential | null> {
  const { bearers, anyRegistry } = settings.wkgLogins ?? { bearers: {}, anyRegistry: null }
  const token = bearers[wkgHostVariable(registry)]
  if (token !== undefined) return { kind: 'bearer', token }
  const login = await findInConfig(settings, registry)
  if (login !== null || anyRegistry === null || !isTyped(settings, registry)) return login
  return { kind: 'basic', ...anyRegistry }
}

/** A broken file must not keep public components away; whoever names a package is told. */
async function findInConfig(settings: ArtifactSettings, registry: string): Promise<Credential | null> {
  try {
    return wkgLogin(await readWkgConfig(settings.wkgConfigFile), registry)
  } catch (error) {
    settings.logger.warn(
      { reason: describeError(error) },
      'The configuration of wkg was not asked for a login',
    )
    return null
  }
}

/** A login that names no registry goes where a person has typed it to, and neither to a mirror nor where a model points. */
function isTyped({ typedReference }: ArtifactSettings, registry: string): boolean {
  if (typedReference === undefined) return false
  try {
    const typed = parseReference(typedReference)
    return (typed.kind === 'oci' || typed.kind === 'oci-version') && typed.registry === registry
  } catch {
    return false
  }
}
