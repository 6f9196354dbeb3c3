import { CodedError } from '#platform'

import { parseOciReference } from '../oci/reference.ts'
import type { PackageReference } from '../references/reference.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import type { RegistryMetadata } from './registry-metadata.ts'
import type { RegistryMapping, WkgConfig } from './wkg-config.ts'

/** The namespaces that wkg knows by itself. */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['wasi', 'wasi.dev'],
  ['ba', 'bytecodealliance.org'],
])

/** Asks a host for its metadata. */
export type MetadataFetcher = (registry: string) => Promise<RegistryMetadata>

/**
 * The repository that holds a package, in wkg's order: override of the package, namespace, default, built-in.
 *
 * @throws CodedError `PACKAGE_UNMAPPED`, `PROTOCOL_UNSUPPORTED`, `REGISTRY_METADATA_INVALID` and what fetching throws
 */
export async function locatePackage(
  reference: PackageReference,
  config: WkgConfig,
  fetchMetadata: MetadataFetcher,
): Promise<RepositoryName> {
  const { namespace, name } = reference
  const { registry, metadata } = mappingOf(reference, config)
  const { protocol, ...place } = metadata ?? (await fetchMetadata(registry))
  if (protocol !== 'oci') {
    throw new CodedError(
      'PROTOCOL_UNSUPPORTED',
      `"${registry}" has its packages under the protocol "${protocol.slice(0, 40).replace(/[^\w-]/g, '?')}", and "oci" is the only one here: name the component as oci://host/repository`,
    )
  }
  const host = place.registry ?? registry
  try {
    const { repository, registry: checked } = parseOciReference(
      `${host}/${place.namespacePrefix}${namespace}/${name}`,
    )
    return { registry: checked, repository }
  } catch (cause) {
    const text = `What "${registry}" says of its packages leads to no repository: ask who runs it, or write "metadata" into the configuration of wkg`
    throw new CodedError('REGISTRY_METADATA_INVALID', text, { cause })
  }
}

function mappingOf({ namespace, name }: PackageReference, config: WkgConfig): RegistryMapping {
  const mapping =
    config.package_registry_overrides[`${namespace}:${name}`] ?? config.namespace_registries[namespace]
  if (mapping !== undefined) return mapping
  const registry = config.default_registry ?? BUILT_IN.get(namespace)
  if (registry !== undefined) return { registry, metadata: null }
  throw new CodedError(
    'PACKAGE_UNMAPPED',
    `No registry is known for the package "${namespace}:${name}": run "wkg config --default-registry HOST", name its namespace in the configuration of wkg, or write oci://host/repository`,
  )
}
