import { CodedError, type RegistrySettings } from '#platform'

import { isDockerHub } from './oci/reference.ts'
import type { RepositoryName } from './references/repository-name.ts'

/** What the user has decided about registries. */
export class RegistryRules {
  readonly #settings: Partial<RegistrySettings>

  constructor(settings: Partial<RegistrySettings> = {}) {
    this.#settings = settings
  }

  /** @throws CodedError `REGISTRY_NOT_ALLOWED` */
  assertAllowed({ registry, repository }: RepositoryName): void {
    const { allow } = this.#settings
    if (allow === undefined || allow === null) return
    const places = [...allow, ...this.#mirrors()]
    if (places.some((place) => fits(place, registry, repository))) return
    throw new CodedError(
      'REGISTRY_NOT_ALLOWED',
      `"${registry}" is not among the places that components may come from (${allow.join(', ')}): whoever runs this server can add it to "allow" of [registries] in its configuration`,
    )
  }

  /** The repositories to ask before one: what is named by its digest may come from anybody, what a tag means may not. */
  mirrorsOf({ registry, repository }: RepositoryName, path: string): readonly RepositoryName[] {
    const isPinned = /^(?:blobs|manifests)\/sha256:/.test(path)
    if (!isPinned && this.#settings.mirrorTags !== true) return []
    return this.#mirrors(registry).map((mirror) => {
      const [host = '', ...prefix] = mirror.split('/')
      return { registry: host, repository: [...prefix, repository].filter((part) => part !== '').join('/') }
    })
  }

  /** Hosts that the user has written down, each as `host` or `host:port`: they may lie inside the network. */
  namedHosts(): readonly string[] {
    const { allow, ca } = this.#settings
    const exact = (allow ?? []).filter((place) => !place.startsWith('*'))
    return [...exact, ...this.#mirrors(), ...Object.keys(ca ?? {})].map(
      (place) => place.split('/', 1)[0] ?? '',
    )
  }

  #mirrors(registry?: string): readonly string[] {
    return Object.entries(this.#settings.mirrors ?? {}).flatMap(([host, mirrors]) =>
      registry === undefined || isSameHost(host, registry) ? mirrors : [],
    )
  }
}

function fits(place: string, registry: string, repository: string): boolean {
  const slash = place.indexOf('/')
  const host = slash === -1 ? place : place.slice(0, slash)
  const path = slash === -1 ? '' : `${place.slice(slash + 1).replace(/\/$/, '')}/`
  return fitsHost(host, registry) && `${repository}/`.startsWith(path)
}

function fitsHost(pattern: string, registry: string): boolean {
  if (pattern === '*') return true
  const bare = registry.replace(/:\d+$/, '')
  if (pattern.startsWith('*.')) return bare.toLowerCase().endsWith(pattern.slice(1).toLowerCase())
  return isSameHost(pattern, registry) || isSameHost(pattern, bare)
}

function isSameHost(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase() || (isDockerHub(one) && isDockerHub(other))
}
