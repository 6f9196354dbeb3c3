import { listTags } from './oci/list-tags.ts'
import type { RegistryClient } from './oci/registry-client.ts'
import { fetchMetadata } from './packages/fetch-metadata.ts'
import { locatePackage } from './packages/locate-package.ts'
import { selectVersion } from './packages/select-version.ts'
import { formatVersion } from './packages/semantic-version.ts'
import { readWkgConfig } from './packages/wkg-config.ts'
import type { HttpTransport } from './http/http-transport.ts'
import type { OciReference, VersionedReference } from './references/reference.ts'
import type { RepositoryName } from './references/repository-name.ts'
import type { FetchOptions } from './verified-artifact.ts'

/** What choosing a version works with. */
export interface VersionParts {
  readonly client: RegistryClient
  readonly transport: HttpTransport
  /** wkg's configuration, read anew each time. */
  readonly wkgConfigFile?: string | undefined
}

/**
 * From a name and the versions that will do to one tag: the highest stable version, unless a pre-release is asked for.
 *
 * @throws CodedError `VERSION_NOT_FOUND`, `PACKAGE_UNMAPPED`, `WKG_CONFIG_INVALID` and what `listTags` throws
 */
export async function resolveVersion(
  reference: VersionedReference,
  parts: VersionParts,
  { signal, onProgress }: FetchOptions,
): Promise<OciReference> {
  const place = await locate(reference, parts, signal)
  const { exact } = reference.requirement
  if (exact !== null) return { kind: 'oci', ...place, tag: formatVersion(exact), digest: null }
  const subject = `${place.registry}/${place.repository}`
  onProgress?.({ message: `Choosing a version of ${subject}`, done: 0, total: null })
  const tags = await listTags(place, { client: parts.client, signal })
  return { kind: 'oci', ...place, tag: selectVersion(tags, reference.requirement, subject), digest: null }
}

async function locate(
  reference: VersionedReference,
  { transport, wkgConfigFile }: VersionParts,
  signal: AbortSignal | undefined,
): Promise<RepositoryName> {
  if (reference.kind === 'oci-version') {
    return { registry: reference.registry, repository: reference.repository }
  }
  const config = await readWkgConfig(wkgConfigFile)
  return locatePackage(reference, config, (registry) => fetchMetadata(registry, transport, signal))
}
