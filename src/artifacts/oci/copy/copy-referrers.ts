import { z } from 'zod'

import { boundedTexts, readJson } from '#platform'

import type { Sha256Digest } from '../../digest.ts'
import { MAX_ANNOTATIONS, MAX_SIGNATURES } from '../../limits.ts'
import { RegistrySignatures } from '../../trust/find/registry-signatures.ts'
import { cosignTag } from '../../trust/find/signature-tags.ts'
import type { FetchOptions } from '../../verified-artifact.ts'
import { MANIFEST_TYPE } from '../media-types.ts'
import { listReferrer } from '../push/list-referrer.ts'
import { putManifest } from '../push/put-manifest.ts'
import type { CopiedManifest, CopyParts } from './copied-manifest.ts'
import { copyContent } from './copy-content.ts'

const Described = z.object({
  artifactType: z.string().optional().catch(undefined),
  config: z.object({ mediaType: z.string() }).optional().catch(undefined),
  annotations: boundedTexts(MAX_ANNOTATIONS).optional().catch(undefined),
})

/** Copies the signatures and other documents about a manifest, and returns how many there were. */
export async function copyReferrers(
  about: CopiedManifest,
  parts: CopyParts,
  options: FetchOptions,
): Promise<number> {
  const { client } = parts
  const { signal } = options
  const source = new RegistrySignatures({
    client,
    repository: about.from,
    manifestDigest: about.digest,
    signal,
  })
  let count = 0
  // The last first: each goes to the head of the list.
  for (const { manifest, isReferrer } of (await source.list()).slice(0, MAX_SIGNATURES).toReversed()) {
    const bytes = await source.readManifest(manifest)
    if (bytes === null) continue
    await copyContent({ ...about, bytes, digest: manifest.digest }, parts, options)
    await place({ about, bytes, digest: manifest.digest, isReferrer }, parts, options)
    count += 1
  }
  return count
}

interface Placed {
  readonly about: CopiedManifest
  readonly bytes: Uint8Array
  readonly digest: Sha256Digest
  readonly isReferrer: boolean
}

/** What cosign 2 wrote lies under a tag; all else refers to its subject by itself, or is listed. */
async function place(
  { about, bytes, digest, isReferrer }: Placed,
  { client }: CopyParts,
  { signal }: FetchOptions,
): Promise<void> {
  const target = { repository: about.to, signal }
  const tag = isReferrer ? null : cosignTag(about.digest)
  const { isListed } = await putManifest(client, { mediaType: MANIFEST_TYPE, bytes, tag }, target)
  if (isListed || !isReferrer) return
  const { config, annotations, artifactType = config?.mediaType ?? '' } = described(bytes)
  const entry = { mediaType: MANIFEST_TYPE, digest, size: bytes.length, artifactType, annotations }
  await listReferrer(client, { subject: about.digest, entry }, target)
}

/** It is JSON: its content was copied before. */
function described(bytes: Uint8Array): z.infer<typeof Described> {
  return Described.parse(readJson(bytes))
}
