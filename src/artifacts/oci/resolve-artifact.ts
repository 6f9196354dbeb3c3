import type { Sha256Digest } from '../digest.ts'
import type { OciReference } from '../references/reference.ts'
import type { ReferenceRecord } from '../store/reference-records.ts'
import { parseManifest, type ManifestDocument } from './manifest.ts'
import { INDEX_TYPE, MANIFEST_TYPE } from './media-types.ts'
import { displayOciReference } from './reference.ts'
import { resolveManifest, type ManifestBytes, type ManifestParts } from './resolve-manifest.ts'
import { selectEntry, selectLayers, type SelectedLayers } from './select-layers.ts'

/** What a reference leads to. */
export interface ResolvedArtifact extends SelectedLayers {
  /** Of the manifest that lists the layers. */
  readonly manifestDigest: Sha256Digest
  /** The document that the reference itself names: that manifest, or an index above it. */
  readonly record: ReferenceRecord
}

/**
 * Goes from a reference, through an index if there is one, to the layers of a component.
 *
 * @throws CodedError `MANIFEST_INVALID`, `NOT_A_COMPONENT` and what `resolveManifest` throws
 */
export async function resolveArtifact(
  reference: OciReference,
  parts: ManifestParts,
): Promise<ResolvedArtifact> {
  const subject = displayOciReference(reference)
  const { registry, repository, tag, digest } = reference
  const name = { repository: { registry, repository }, tag, digest, subject }
  const root = await resolveManifest(name, parts)
  const document = parseManifest(root.bytes, subject)
  const record = recordOf(subject, root, document)
  if (document.kind === 'manifest') {
    return { ...selectLayers(document, subject), manifestDigest: root.digest, record }
  }
  const entry = await resolveManifest({ ...name, digest: selectEntry(document, subject) }, parts)
  const inner = parseManifest(entry.bytes, subject)
  return { ...selectLayers(inner, subject), manifestDigest: entry.digest, record }
}

function recordOf(
  reference: string,
  { bytes, digest }: ManifestBytes,
  { kind }: ManifestDocument,
): ReferenceRecord {
  return { reference, mediaType: kind === 'index' ? INDEX_TYPE : MANIFEST_TYPE, digest, size: bytes.length }
}
