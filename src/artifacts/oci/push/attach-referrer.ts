import { z } from 'zod'

import { CodedError } from '#platform'

import { hexOf, sha256Of, type Sha256Digest } from '../../digest.ts'
import { readAnswer } from '../../http/read-answer.ts'
import { MAX_MANIFEST_BYTES } from '../../limits.ts'
import { encodeCanonical } from '../canonical-json.ts'
import type { Descriptor } from '../manifest.ts'
import { EMPTY_CONFIG, EMPTY_CONFIG_BYTES, INDEX_TYPE, MANIFEST_TYPE } from '../media-types.ts'
import type { RegistryClient } from '../registry-client.ts'
import { statusError } from '../registry-error.ts'
import { blobOfBytes } from './pushed-blob.ts'
import { putManifest, type PushOptions } from './put-manifest.ts'
import { uploadBlob } from './upload-blob.ts'

/** A document about another manifest: a signature, a policy. */
export interface Referrer {
  readonly subject: Descriptor
  readonly artifactType: string
  readonly content: { readonly mediaType: string; readonly bytes: Uint8Array; readonly title?: string }
  readonly annotations?: Readonly<Record<string, string>>
}

/** Another writer may replace the index between our reading and writing it. */
const MAX_ATTEMPTS = 5

const Index = z.looseObject({ manifests: z.array(z.looseObject({ digest: z.string() })) })

/**
 * Pushes a document with a `subject`, and lists it under the tag `sha256-<hex>` where the registry does not list it by itself.
 *
 * @returns the digest of the referrer's manifest
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests-with-subject
 * @throws CodedError `REFERRERS_BUSY`, and what `uploadBlob` and `putManifest` throw
 */
export async function attachReferrer(
  client: RegistryClient,
  referrer: Referrer,
  options: PushOptions,
): Promise<Sha256Digest> {
  const { content } = referrer
  const layer = { mediaType: content.mediaType, digest: sha256Of(content.bytes), size: content.bytes.length }
  await uploadBlob(client, blobOfBytes(layer, content.bytes), options)
  await uploadBlob(client, blobOfBytes(EMPTY_CONFIG, EMPTY_CONFIG_BYTES), options)
  const bytes = encodeCanonical(manifestOf(referrer, layer))
  const { digest, isListed } = await putManifest(
    client,
    { mediaType: MANIFEST_TYPE, bytes, tag: null },
    options,
  )
  if (!isListed) await list(client, { referrer, digest, size: bytes.length }, options)
  return digest
}

/** The tag under which registries without the referrers API keep the list of referrers. */
function referrersTag(subject: Sha256Digest): string {
  return `sha256-${hexOf(subject)}`
}

function manifestOf({ subject, artifactType, content, annotations }: Referrer, layer: Descriptor): unknown {
  const title = content.title && { annotations: { 'org.opencontainers.image.title': content.title } }
  return {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    artifactType,
    config: EMPTY_CONFIG,
    layers: [{ ...layer, ...title }],
    subject,
    ...(annotations && { annotations }),
  }
}

interface Listed {
  readonly referrer: Referrer
  readonly digest: Sha256Digest
  readonly size: number
}

/** Reads, adds, writes, and looks whether another writer was faster: the tag knows no condition. */
async function list(client: RegistryClient, listed: Listed, options: PushOptions): Promise<void> {
  const tag = referrersTag(listed.referrer.subject.digest)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const manifests = await readIndex(client, tag, options)
    if (manifests.some(({ digest }) => digest === listed.digest)) return
    const index = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [...manifests, entryOf(listed)] }
    await putManifest(client, { mediaType: INDEX_TYPE, bytes: encodeCanonical(index), tag }, options)
  }
  throw new CodedError(
    'REFERRERS_BUSY',
    `Others keep changing the list "${tag}" of "${options.repository.registry}/${options.repository.repository}": try again`,
  )
}

/** The descriptor carries the type and the annotations, so that readers can choose without fetching. */
function entryOf({ referrer: { artifactType, annotations }, digest, size }: Listed) {
  return { mediaType: MANIFEST_TYPE, digest, size, artifactType, ...(annotations && { annotations }) }
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
  const index = Index.safeParse(parsed(await readAnswer(response, MAX_MANIFEST_BYTES)))
  return index.success ? index.data.manifests : []
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}
