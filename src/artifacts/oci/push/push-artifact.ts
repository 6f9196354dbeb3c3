import type { Sha256Digest } from '../../digest.ts'
import type { RepositoryName } from '../../references/repository-name.ts'
import type { FetchOptions } from '../../verified-artifact.ts'
import { MANIFEST_TYPE } from '../media-types.ts'
import type { RegistryClient } from '../registry-client.ts'
import type { PushedBlob } from './pushed-blob.ts'
import { putManifest } from './put-manifest.ts'
import { uploadBlob } from './upload-blob.ts'

/** Everything that an artifact consists of, ready to leave. */
export interface PushedArtifact {
  /** Config and layers. */
  readonly blobs: readonly PushedBlob[]
  readonly manifest: Uint8Array
  /** Each gets the same manifest; without any it can be pulled by its digest alone. */
  readonly tags: readonly string[]
}

/**
 * Uploads what an artifact refers to and then the manifest, so that nobody ever sees half of it.
 *
 * @returns the digest of the manifest
 * @throws CodedError what `uploadBlob` and `putManifest` throw
 */
export async function pushArtifact(
  client: RegistryClient,
  artifact: PushedArtifact,
  { repository, signal, onProgress }: FetchOptions & { readonly repository: RepositoryName },
): Promise<Sha256Digest> {
  const total = artifact.blobs.reduce((sum, { descriptor }) => sum + descriptor.size, 0)
  const message = `Pushing ${repository.registry}/${repository.repository}`
  let done = 0
  for (const blob of artifact.blobs) {
    const onSent = (sent: number): void => onProgress?.({ message, done: done + sent, total })
    await uploadBlob(client, blob, { repository, signal, onSent })
    done += blob.descriptor.size
  }
  const [first = null, ...others] = artifact.tags
  const manifest = { mediaType: MANIFEST_TYPE, bytes: artifact.manifest }
  const { digest } = await putManifest(client, { ...manifest, tag: first }, { repository, signal })
  for (const tag of others) await putManifest(client, { ...manifest, tag }, { repository, signal })
  return digest
}
