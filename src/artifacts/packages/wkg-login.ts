import { decodeAuth } from '../credentials/auth-file.ts'
import type { Credential } from '../credentials/credential.ts'
import type { WkgConfig } from './wkg-config.ts'

/**
 * The login that wkg's configuration holds for a registry: under its host, or under a host whose metadata, in the same file,
 * leads to it. A page of the web does not decide where a password goes.
 */
export function wkgLogin(config: WkgConfig, registry: string): Credential | null {
  const mappings = [config.namespace_registries, config.package_registry_overrides].flatMap(Object.values)
  const leading = mappings
    .filter(({ metadata }) => metadata?.registry === registry)
    .map((mapping) => mapping.registry)
  for (const host of [registry, ...leading]) {
    const auth = config.registry[host]?.oci?.auth
    if (auth !== undefined) return typeof auth === 'string' ? decodeAuth(auth) : { kind: 'basic', ...auth }
  }
  return null
}

/** The name of a host inside `WKG_REGISTRY_<HOST>_AUTH_BEARER`. */
export function wkgHostVariable(registry: string): string {
  return registry.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()
}
