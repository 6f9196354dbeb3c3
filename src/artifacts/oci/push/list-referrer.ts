import { z } from 'zod'

import { boundedList, CodedError, jsonOrNull } from '#platform'

import type { Sha256Digest } from '../../digest.ts'
import { readAnswer } from '../../http/read-answer.ts'
import { MAX_LAYERS, MAX_MANIFEST_BYTES } from '../../limits.ts'
import { encodeCanonical } from '../canonical-json.ts'
import type { Descriptor } from '../manifest.ts'
import { INDEX_TYPE } from '../media-types.ts'
import { referrersTag } from '../referrers/referrers-tag.ts'
import type { RegistryClient } from '../registry-client.ts'
import { statusError } from '../registry-error.ts'
import { putManifest, type PushOptions } from './put-manifest.ts'

/** A referrer as an index lists it: with its type and annotations, so that readers can choose without fetching. */
export interface ReferrerEntry extends Descriptor {
  readonly artifactType: string
  readonly annotations?: Readonly<Record<string, string>> | undefined
}

/** Another writer may replace the index between our reading and writing it. */
const MAX_ATTEMPTS = 5

const Index = z.looseObject({ manifests: boundedList(z.looseObject({ digest: z.string() }), MAX_LAYERS) })

/**
 * Lists a referrer under the tag `sha256-<hex>` of its subject, as registries without the referrers API need it.
 *
 * Reads, adds, writes, and looks whether another writer was faster: a tag knows no condition.
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema
 * @throws CodedError `REFERRERS_BUSY`, and what `putManifest` throws
 */
export async function listReferrer(
  client: RegistryClient,
  { subject, entry }: { readonly subject: Sha256Digest; readonly entry: ReferrerEntry },
  options: PushOptions,
): Promise<void> {
  const tag = referrersTag(subject)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const manifests = await readIndex(client, tag, options)
    if (manifests.some(({ digest }) => digest === entry.digest)) return
    // The newest first: readers take the first policy that they find.
    const index = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [entry, ...manifests] }
    await putManifest(client, { mediaType: INDEX_TYPE, bytes: encodeCanonical(index), tag }, options)
  }
  const { registry, repository } = options.repository
  throw new CodedError(
    'REFERRERS_BUSY',
    `Others keep changing the list "${tag}" of "${registry}/${repository}": try again`,
  )
}

async function readIndex(client: RegistryClient, tag: string, { repository, signal }: PushOptions) {
  const headers = { accept: INDEX_TYPE }
  const query = { method: 'GET', path: `manifests/${tag}`, headers, action: 'push', signal } as const
  const { response } = await client.send(repository, query)
  if (response.status === 404) {
    await response.discard()
    return []
  }
  if (response.status !== 200) throw await statusError(response, repository.registry)
  const index = Index.safeParse(jsonOrNull(await readAnswer(response, MAX_MANIFEST_BYTES)))
  return index.success ? index.data.manifests : []
}
