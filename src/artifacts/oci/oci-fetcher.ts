import type { FetchedArtifact, FetcherParts } from '../fetcher.ts'
import type { RepositoryName } from '../repository-name.ts'
import type { OciReference } from '../reference.ts'
import { idOfRepository } from '../suggested-id.ts'
import type { FetchOptions } from '../verified-artifact.ts'
import type { BlobFetcher } from './blob-fetcher.ts'
import { parseManifest, type Descriptor } from './manifest.ts'
import { displayOciReference } from './reference.ts'
import type { RegistryClient } from './registry-client.ts'
import { resolveManifest, type ManifestBytes, type ManifestName } from './resolve-manifest.ts'
import { selectEntry, selectLayers } from './select-layers.ts'

/** What the fetcher works with. */
export interface OciFetcherParts extends FetcherParts {
  readonly client: RegistryClient
  readonly blobs: BlobFetcher
}

/**
 * Pulls a component: reference to manifest, manifest to layers, layers to verified blobs.
 *
 * @throws CodedError see the functions that it calls
 */
export async function fetchOci(
  reference: OciReference,
  parts: OciFetcherParts,
  options: FetchOptions,
): Promise<FetchedArtifact> {
  const { registry, repository, tag } = reference
  const subject = displayOciReference(reference)
  options.onProgress?.({ message: `Resolving ${subject}`, done: 0, total: null })
  const { manifest, layers } = await resolveLayers({ ...reference, subject }, parts, options.signal)
  const { component, policy } = selectLayers(layers, subject)
  const name = { registry, repository }
  const blob = await parts.blobs.fetchComponent({ name, descriptor: component, subject }, options)
  return {
    suggestedId: idOfRepository(repository),
    digest: component.digest,
    size: blob.size,
    path: blob.path,
    source: { kind: 'oci', registry, repository, tag, manifestDigest: manifest.digest },
    policy:
      policy === null ? null : await parts.blobs.fetchPolicy({ name, descriptor: policy, subject }, options),
  }
}

type Wanted = Omit<ManifestName, 'repository'> & RepositoryName

/** Goes through an index, if there is one, to the manifest that lists the layers. */
async function resolveLayers(
  { registry, repository, tag, digest, subject }: Wanted,
  parts: OciFetcherParts,
  signal: AbortSignal | undefined,
): Promise<{ manifest: ManifestBytes; layers: readonly Descriptor[] }> {
  const name = { repository: { registry, repository }, tag, digest, subject }
  const resolving = { ...parts, signal }
  const manifest = await resolveManifest(name, resolving)
  const document = parseManifest(manifest.bytes, subject)
  if (document.kind === 'manifest') return { manifest, layers: document.layers }
  const entry = await resolveManifest({ ...name, digest: selectEntry(document, subject) }, resolving)
  const inner = parseManifest(entry.bytes, subject)
  return { manifest: entry, layers: inner.kind === 'manifest' ? inner.layers : [] }
}
