import { sha256Of, type Sha256Digest } from '../../digest.ts'
import { encodeCanonical } from '../canonical-json.ts'
import type { Descriptor } from '../manifest.ts'
import { EMPTY_CONFIG, EMPTY_CONFIG_BYTES, MANIFEST_TYPE } from '../media-types.ts'
import type { RegistryClient } from '../registry-client.ts'
import { listReferrer } from './list-referrer.ts'
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
  const { artifactType, annotations, subject } = referrer
  const entry = { mediaType: MANIFEST_TYPE, digest, size: bytes.length, artifactType, annotations }
  if (!isListed) await listReferrer(client, { subject: subject.digest, entry }, options)
  return digest
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
