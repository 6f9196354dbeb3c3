import type { Logger } from '#platform'

import type { FetchedArtifact, FetcherParts } from '../fetcher.ts'
import type { OciReference } from '../references/reference.ts'
import type { BlobStore } from '../store/blob-store.ts'
import { readReference, recordReference, type ReferenceRecord } from '../store/reference-records.ts'
import { idOfRepository } from '../references/suggested-id.ts'
import type { ArtifactTrust, TrustSubject } from '../trust/artifact-trust.ts'
import type { ContentSize, FetchOptions } from '../verified-artifact.ts'
import type { BlobFetcher } from './blob-fetcher.ts'
import { keepCompanions } from './keep-companions.ts'
import { displayOciReference } from './reference.ts'
import { attachedPolicy } from './referrers/attached-policy.ts'
import type { RegistryClient } from './registry-client.ts'
import { resolveArtifact } from './resolve-artifact.ts'
import { resolveManifest } from './resolve-manifest.ts'

/** What the fetcher works with. */
export interface OciFetcherParts extends FetcherParts {
  readonly client: RegistryClient
  readonly blobs: BlobFetcher
  /** Null where signatures are not looked at. */
  readonly trust: ArtifactTrust | null
  readonly logger: Logger
}

/**
 * Pulls a component: reference to manifest, manifest to layers, layers to verified blobs.
 *
 * @throws CodedError what `resolveArtifact`, `BlobFetcher` and `recordReference` throw
 */
export async function fetchOci(
  asked: OciReference,
  parts: OciFetcherParts,
  options: FetchOptions,
): Promise<FetchedArtifact> {
  const { registry, repository, tag } = asked
  const reference = { ...asked, digest: asked.digest ?? options.pinned ?? null }
  const subject = displayOciReference(reference)
  options.onProgress?.({ message: `Resolving ${subject}`, done: 0, total: null })
  const { component, policy, companions, manifestDigest, record } = await resolveArtifact(reference, {
    ...parts,
    signal: options.signal,
  })
  const name = { registry, repository }
  const wasThere = await parts.store.has(component.digest)
  const signed: TrustSubject = {
    repository: name,
    digests: [...new Set([record.digest, manifestDigest])],
    shown: subject,
    mayChangeSigner: options.mayChangeSigner ?? false,
    isKnown: reference.digest !== null && wasThere,
  }
  // Before the download: bytes of a stranger are not even fetched.
  const signer = (await parts.trust?.check(signed, options.signal)) ?? null
  const blob = await parts.blobs.fetchComponent({ name, descriptor: component, subject }, options)
  // What is pinned and there is loaded without any request, and what was loaded before with the one for its tag.
  const isKnown = reference.digest !== null || (await wasLoaded(record, parts.store))
  const mayAsk = !wasThere || !isKnown
  const beside = { ...parts, repository: name, manifestDigest, mayAsk, signal: options.signal }
  const wishes = policy ?? (await attachedPolicy(beside))
  const policyBlob = wishes === null ? null : { name, descriptor: wishes, subject }
  const policyText = policyBlob === null ? null : await parts.blobs.fetchPolicy(policyBlob, options)
  if (mayAsk) await keepCompanions({ name, subject, companions }, parts, options.signal)
  await recordReference(parts.store.directory, record)
  return {
    suggestedId: idOfRepository(repository),
    digest: component.digest,
    size: blob.size,
    path: blob.path,
    source: {
      kind: 'oci',
      registry,
      repository,
      tag,
      manifestDigest,
      root: { digest: record.digest, size: record.size },
    },
    policy: policyText,
    signer,
  }
}

/** The record is the last that a load writes: one that broke off is not known. */
async function wasLoaded({ reference, digest }: ReferenceRecord, { directory }: BlobStore): Promise<boolean> {
  return (await readReference(directory, reference))?.digest === digest
}

/** What a reference leads to now, by one request. @throws CodedError as `resolveManifest` */
export async function resolveOci(
  reference: OciReference,
  { client, store }: OciFetcherParts,
  { signal }: FetchOptions,
): Promise<ContentSize> {
  const { registry, repository, tag, digest } = reference
  const name = { repository: { registry, repository }, tag, digest, subject: displayOciReference(reference) }
  const manifest = await resolveManifest(name, { client, store, signal })
  return { digest: manifest.digest, size: manifest.bytes.length }
}
