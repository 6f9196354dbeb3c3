import { z } from 'zod'

import { boundedList, jsonOrNull } from '#platform'

import { isSha256Digest, type Sha256Digest } from '../../digest.ts'
import { MAX_LAYERS, MAX_SIGNATURES } from '../../limits.ts'
import { Descriptor } from '../manifest.ts'
import { RegistryReferrers, type ReferrersQuery } from './registry-referrers.ts'

/** A document about another manifest: a signature, a policy. */
export interface FoundReferrer {
  readonly manifest: Descriptor
  /** What it says that it is; empty where it does not say. */
  readonly artifactType: string
  readonly layers: readonly Descriptor[]
  /** Of the manifest. */
  readonly bytes: Uint8Array
}

const Manifest = z.object({
  artifactType: z.string().optional().catch(undefined),
  config: z.object({ mediaType: z.string() }).optional().catch(undefined),
  layers: boundedList(Descriptor, MAX_LAYERS),
  subject: z.object({ digest: z.custom<Sha256Digest>(isSha256Digest) }).optional(),
})

/** Reads what refers to a manifest; what names another subject is left out. @throws CodedError where a place cannot be asked */
export async function readReferrers(query: ReferrersQuery): Promise<readonly FoundReferrer[]> {
  const source = new RegistryReferrers(query)
  const found: FoundReferrer[] = []
  for (const manifest of (await source.list()).slice(0, MAX_SIGNATURES)) {
    const bytes = await source.readManifest(manifest)
    if (bytes === null) continue
    const parsed = Manifest.safeParse(jsonOrNull(bytes))
    if (!parsed.success) continue
    const { artifactType, config, layers, subject } = parsed.data
    // Whoever may push could list a document about something else.
    if (subject?.digest !== query.manifestDigest) continue
    found.push({ manifest, artifactType: artifactType ?? config?.mediaType ?? '', layers, bytes })
  }
  return found
}
