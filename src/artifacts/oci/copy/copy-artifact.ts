import { CodedError } from '#platform'

import type { Sha256Digest } from '../../digest.ts'
import type { OciReference } from '../../references/reference.ts'
import type { RepositoryName } from '../../references/repository-name.ts'
import type { FetchOptions } from '../../verified-artifact.ts'
import { parseManifest } from '../manifest.ts'
import { putManifest } from '../push/put-manifest.ts'
import { displayOciReference } from '../reference.ts'
import { resolveManifest } from '../resolve-manifest.ts'
import type { CopiedManifest, CopyParts } from './copied-manifest.ts'
import { copyContent } from './copy-content.ts'
import { copyReferrers } from './copy-referrers.ts'

/** From where, to where. */
export interface CopyPlan {
  readonly from: OciReference
  readonly to: OciReference
}

/** What a copy came to. */
export interface CopyResult {
  /** The same as at the source: what was signed and pinned there is signed and pinned here. */
  readonly digest: Sha256Digest
  /** Signatures and other documents about it. */
  readonly referrers: number
}

/** More entries than an index of platforms has. */
const MAX_ENTRIES = 32

/**
 * Copies an artifact byte for byte, with what refers to it: signatures, policies.
 *
 * @throws CodedError `INDEX_TOO_LARGE`, and what resolving, fetching and pushing throw
 */
export async function copyArtifact(
  { from, to }: CopyPlan,
  parts: CopyParts,
  options: FetchOptions,
): Promise<CopyResult> {
  const [source, target] = [nameOf(from), nameOf(to)]
  const subject = displayOciReference(from)
  const resolve = (digest: Sha256Digest | null) =>
    resolveManifest(
      { repository: source, tag: from.tag, digest, subject },
      { ...parts, signal: options.signal },
    )
  const root = await resolve(from.digest)
  const document = parseManifest(root.bytes, subject)
  const entries = document.kind === 'index' ? document.entries : []
  if (entries.length > MAX_ENTRIES) {
    throw new CodedError(
      'INDEX_TOO_LARGE',
      `"${subject}" lists ${entries.length} artifacts: copy one by its digest`,
    )
  }
  const inner = await Promise.all(entries.map(({ digest }) => resolve(digest)))
  // What is listed goes before what lists it, or somebody could pull half of it.
  const copied = [...inner, root].map((one): CopiedManifest => ({
    ...one,
    from: source,
    to: target,
    subject,
  }))
  let referrers = 0
  for (const manifest of copied) {
    const mediaType = await copyContent(manifest, parts, options)
    const tag = manifest.digest === root.digest ? to.tag : null
    await putManifest(
      parts.client,
      { mediaType, bytes: manifest.bytes, tag },
      { ...options, repository: target },
    )
    referrers += await copyReferrers(manifest, parts, options)
  }
  return { digest: root.digest, referrers }
}

function nameOf({ registry, repository }: OciReference): RepositoryName {
  return { registry, repository }
}
