import type { WkgConfig } from './wkg-config.ts'

/** What wkg's configuration says of how hosts are reached. */
export interface WkgHosts {
  /** Spoken to in plain http. */
  readonly insecure: readonly string[]
  /** Every host that the user has written down. */
  readonly named: readonly string[]
  /** PEM certificates by host. */
  readonly authorities: ReadonlyMap<string, string>
  /** Hosts whose certificates wkg would not check. */
  readonly unchecked: readonly string[]
}

/** Collects the hosts of a configuration. */
export function wkgHosts(config: WkgConfig): WkgHosts {
  const backends = Object.entries(config.registry).flatMap(([host, { oci }]) =>
    oci ? [{ host, ...oci }] : [],
  )
  const mappings = [config.namespace_registries, config.package_registry_overrides].flatMap(Object.values)
  const mapped = mappings.flatMap(({ registry, metadata }) => [registry, metadata?.registry ?? registry])
  const authorities = backends
    .filter((backend) => backend.extra_root_certificates.length > 0)
    .map((backend) => [backend.host, backend.extra_root_certificates.map(pemOf).join('\n')] as const)
  return {
    insecure: backends.filter(({ protocol }) => protocol === 'http').map(({ host }) => host),
    named: [config.default_registry ?? [], ...mapped, ...Object.keys(config.registry)].flat(),
    authorities: new Map(authorities),
    unchecked: backends.filter((backend) => backend.accept_invalid_certificates).map(({ host }) => host),
  }
}

function pemOf({ encoding, data }: { readonly encoding: 'der' | 'pem'; readonly data: string }): string {
  return encoding === 'pem' ? data : `-----BEGIN CERTIFICATE-----\n${data}\n-----END CERTIFICATE-----`
}
