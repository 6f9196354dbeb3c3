import { isIP } from 'node:net'

import { isInternal, isLoopback } from '../../http/addresses.ts'

/** Token servers of well-known registries that lie under another domain. */
const KNOWN_REALMS: readonly { readonly registry: string; readonly realm: string }[] = [
  { registry: 'registry-1.docker.io', realm: 'auth.docker.io' },
  { registry: 'pkg.dev', realm: 'oauth2.googleapis.com' },
  { registry: 'azurecr.io', realm: 'login.microsoftonline.com' },
]

/** What may be sent to a token server that a registry names. */
export type RealmTrust = 'login' | 'anonymous' | 'refused'

/**
 * Decides how far a token server is trusted: a registry that was taken over could otherwise name any address,
 * collect logins there, or make us ask servers inside our network.
 */
export function trustOfRealm(registry: URL, realm: URL): RealmTrust {
  if (realm.protocol !== 'https:' && (realm.protocol !== 'http:' || registry.protocol !== 'http:'))
    return 'refused'
  if (realm.username !== '' || realm.password !== '') return 'refused'
  if (realm.hostname === registry.hostname) return 'login'
  if (isLoopback(registry.hostname) && isLoopback(realm.hostname)) return 'login'
  const insider = isInternal(registry.hostname) && !isLoopback(registry.hostname)
  if (isInternal(realm.hostname) && !insider) return 'refused'
  return isRelated(registry.hostname, realm.hostname) ? 'login' : 'anonymous'
}

function isRelated(registry: string, realm: string): boolean {
  if (isIP(registry) !== 0 || isIP(realm) !== 0) return false
  if (isWithin(registry, realm) || isWithin(realm, registry)) return true
  if (KNOWN_REALMS.some((known) => isWithin(registry, known.registry) && realm === known.realm)) return true
  return shareOwner(registry, realm)
}

/** Siblings such as `registry.example.com` and `auth.example.com`, but not two customers of `co.uk`. */
function shareOwner(one: string, other: string): boolean {
  const parent = one.slice(one.indexOf('.') + 1)
  const labels = parent.split('.')
  const [second = ''] = labels
  const isPublicSuffix =
    labels.length < 2 || (labels.length === 2 && second.length <= 3 && labels[1]?.length === 2)
  return !isPublicSuffix && other.slice(other.indexOf('.') + 1) === parent
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || (domain.includes('.') && host.endsWith(`.${domain}`))
}
