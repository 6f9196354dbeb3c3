import { describeError, type Logger } from '#platform'

import { MAX_SIGNATURE_MANIFEST_BYTES } from '../../limits.ts'
import { readReference, recordReference } from '../../store/reference-records.ts'
import type { BlobStore } from '../../store/blob-store.ts'
import { referrersTag } from './referrers-tag.ts'
import type { Descriptor } from '../manifest.ts'
import { parseManifest } from '../manifest.ts'
import { MANIFEST_TYPE } from '../media-types.ts'
import { findPolicy } from './find-policy.ts'
import { readReferrers, type FoundReferrer } from './read-referrers.ts'
import type { ReferrersQuery } from './registry-referrers.ts'

/** Whose policy is looked for, and where. */
export interface PolicyQuery extends ReferrersQuery {
  readonly store: BlobStore
  readonly logger: Logger
  /** Whether the registry may be asked; what was found before is known without. */
  readonly mayAsk: boolean
}

/**
 * The policy that lies beside a component, as `push --policy` puts it there; null where there is none.
 *
 * It is kept in the content store under a name of its own, so that what is pinned needs no request.
 */
export async function attachedPolicy(query: PolicyQuery): Promise<Descriptor | null> {
  const { store, mayAsk, repository, manifestDigest } = query
  const reference = `${repository.registry}/${repository.repository}:${referrersTag(manifestDigest)}.policy`
  if (!mayAsk) return keptPolicy(store, reference)
  const found = findPolicy(await referrersOf(query))
  if (found === null) return null
  const { digest, size } = found.manifest
  await store.put(found.bytes)
  await recordReference(store.directory, { reference, mediaType: MANIFEST_TYPE, digest, size })
  return found.layers[0] ?? null
}

/** A registry or a mirror that does not tell is no reason to load nothing: the wishes of an author only narrow. */
async function referrersOf(query: PolicyQuery): Promise<readonly FoundReferrer[]> {
  try {
    return await readReferrers(query)
  } catch (error) {
    if (query.signal?.aborted === true) throw error
    const fields = { registry: query.repository.registry, reason: describeError(error) }
    query.logger.warn(fields, 'Whether a policy lies beside the component cannot be found out')
    return []
  }
}

async function keptPolicy(store: BlobStore, reference: string): Promise<Descriptor | null> {
  const record = await readReference(store.directory, reference)
  const bytes = record && (await store.read(record.digest, MAX_SIGNATURE_MANIFEST_BYTES))
  if (!bytes) return null
  const document = parseManifest(bytes, reference)
  return document.kind === 'manifest' ? (document.layers[0] ?? null) : null
}
