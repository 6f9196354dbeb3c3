import type { FetchOptions } from '../../verified-artifact.ts'
import type { WantedBlob } from '../blob-fetcher.ts'
import { parseManifest } from '../manifest.ts'
import { INDEX_TYPE, MANIFEST_TYPE } from '../media-types.ts'
import { blobOfFile } from '../push/pushed-blob.ts'
import { uploadBlob } from '../push/upload-blob.ts'
import type { CopiedManifest, CopyParts } from './copied-manifest.ts'

/**
 * Copies the config and the layers that a manifest lists, through the content store, or inside a registry without moving a byte.
 *
 * @returns the media type of the manifest
 */
export async function copyContent(
  { from, to, bytes, subject }: CopiedManifest,
  { client, blobs }: CopyParts,
  options: FetchOptions,
): Promise<string> {
  const document = parseManifest(bytes, subject)
  if (document.kind === 'index') return INDEX_TYPE
  const mountFrom = from.registry === to.registry ? from.repository : undefined
  for (const descriptor of [document.config, ...document.layers]) {
    if (descriptor === null) continue
    const wanted: WantedBlob = { name: from, descriptor, subject }
    const blob = blobOfFile(descriptor, async () => (await blobs.fetchAny(wanted, options)).path)
    await uploadBlob(client, blob, { repository: to, mountFrom, signal: options.signal })
  }
  return MANIFEST_TYPE
}
