import type { Sha256Digest } from '../digest.ts'
import { encodeCanonical } from '../oci/canonical-json.ts'
import { MANIFEST_TYPE } from '../oci/media-types.ts'
import type { ReferenceRecord } from '../store/reference-records.ts'

/** The name in the index of what an archive says about itself; no reference looks like it. */
export const BUNDLE_NAME = 'wassette-bundle'

const BUNDLE_TYPE = 'application/vnd.wassette.bundle.v1+json'
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json'

/** The config of an artifact that needs none (OCI image specification 1.1). */
export const EMPTY_CONFIG = Buffer.from('{}')

/** A blob that belongs to an archive and to none of its artifacts. */
export interface LooseBlob {
  readonly digest: Sha256Digest
  readonly size: number
}

/** The manifest of what an archive says about itself: the document, then loose blobs. */
export function bundleManifest(
  config: LooseBlob,
  document: LooseBlob,
  loose: readonly LooseBlob[],
): Uint8Array {
  return encodeCanonical({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    artifactType: BUNDLE_TYPE,
    config: { mediaType: EMPTY_TYPE, ...config },
    layers: [
      { mediaType: BUNDLE_TYPE, ...document },
      ...loose.map((blob) => ({ mediaType: 'application/octet-stream', ...blob })),
    ],
  })
}

/** Whether an entry of an index is about the archive itself. */
export function isBundleEntry({ reference }: ReferenceRecord): boolean {
  return reference === BUNDLE_NAME
}
