import { readFile } from 'node:fs/promises'

import { readJson } from '#platform'

import { MAX_CONFIG_BYTES } from '../limits.ts'
import type { OciReference } from '../references/reference.ts'
import type { FetchOptions } from '../verified-artifact.ts'
import type { WantedBlob } from './blob-fetcher.ts'
import type { CopyParts } from './copy/copied-manifest.ts'
import { parseManifest, type Descriptor, type Layer } from './manifest.ts'
import { displayOciReference } from './reference.ts'
import { resolveArtifact } from './resolve-artifact.ts'
import { resolveManifest } from './resolve-manifest.ts'
import { findPolicy } from './referrers/find-policy.ts'
import { readReferrers, type FoundReferrer } from './referrers/read-referrers.ts'

/** What lies under a reference; nothing of it was run. */
export interface ArtifactDescription {
  /** `host/repository:tag`, as it is shown. */
  readonly reference: string
  readonly manifest: Omit<Descriptor, 'mediaType'>
  readonly annotations: Readonly<Record<string, string>>
  /** JSON of the config; null where there is none that can be read. */
  readonly config: unknown
  readonly layers: readonly Layer[]
  /** Path of the component in the content store. */
  readonly componentPath: string
  /** What the author asks for; null where nothing came along. */
  readonly policy: string | null
  /** Signatures and other documents about the manifest. */
  readonly referrers: readonly FoundReferrer[]
}

/** Looks at an artifact whoever signed it: this is what a person does before trusting. @throws CodedError as a fetch */
export async function describeArtifact(
  reference: OciReference,
  parts: CopyParts,
  options: FetchOptions,
): Promise<ArtifactDescription> {
  const name = { registry: reference.registry, repository: reference.repository }
  const subject = displayOciReference(reference)
  const asked = { ...parts, signal: options.signal }
  const { component, policy, manifestDigest } = await resolveArtifact(reference, asked)
  const manifest = { repository: name, tag: null, digest: manifestDigest, subject }
  const { bytes } = await resolveManifest(manifest, asked)
  const { config, layers, annotations } = contentOf(bytes, subject)
  const wanted = (descriptor: Descriptor): WantedBlob => ({ name, descriptor, subject })
  const { path } = await parts.blobs.fetchComponent(wanted(component), options)
  const referrers = await readReferrers({ ...asked, repository: name, manifestDigest })
  const wishes = policy ?? findPolicy(referrers)?.layers[0] ?? null
  return {
    reference: subject,
    manifest: { digest: manifestDigest, size: bytes.length },
    annotations,
    config: config === null ? null : await readConfig(wanted(config), parts, options),
    layers,
    componentPath: path,
    policy: wishes === null ? null : await parts.blobs.fetchPolicy(wanted(wishes), options),
    referrers,
  }
}

function contentOf(bytes: Uint8Array, subject: string) {
  const document = parseManifest(bytes, subject)
  return document.kind === 'manifest' ? document : { config: null, layers: [], annotations: {} }
}

/** A config that cannot be read is no reason to show nothing. */
async function readConfig(wanted: WantedBlob, { blobs }: CopyParts, options: FetchOptions): Promise<unknown> {
  if (wanted.descriptor.size > MAX_CONFIG_BYTES) return null
  const { path } = await blobs.fetchAny(wanted, options)
  try {
    return readJson(await readFile(path))
  } catch {
    return null
  }
}
