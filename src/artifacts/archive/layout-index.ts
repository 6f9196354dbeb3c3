import { z } from 'zod'

import { boundedList, jsonOrNull } from '#platform'

import { isSha256Digest, type Sha256Digest } from '../digest.ts'
import { MAX_LAYERS } from '../limits.ts'
import { INDEX_TYPE } from '../oci/media-types.ts'
import { layoutName } from '../store/layout-name.ts'
import type { ReferenceRecord } from '../store/reference-records.ts'

/** The content of the file `oci-layout`. */
export const LAYOUT_VERSION = { imageLayoutVersion: '1.0.0' } as const

const NAME = 'org.opencontainers.image.ref.name'
/** The reference itself, where `ref.name` has no way to write it. */
const REFERENCE = 'dev.wassette.reference'

/** The text of `index.json`: every reference under the name that other tools know it by. */
export function printLayoutIndex(references: readonly ReferenceRecord[]): string {
  const manifests = references
    .toSorted((one, other) => (one.reference < other.reference ? -1 : 1))
    .map(({ reference, mediaType, digest, size }) => ({
      mediaType,
      digest,
      size,
      annotations: { [NAME]: layoutName(reference), [REFERENCE]: reference },
    }))
  return `${JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests })}\n`
}

const Index = z.object({
  schemaVersion: z.literal(2),
  manifests: boundedList(
    z.object({
      mediaType: z.string().max(255),
      digest: z.custom<Sha256Digest>(isSha256Digest),
      size: z.number().int().nonnegative(),
      annotations: z.object({ [REFERENCE]: z.string().max(1024) }),
    }),
    MAX_LAYERS,
  ),
})

/** The references of an `index.json` that `printLayoutIndex` wrote; null for another. */
export function parseLayoutIndex(bytes: Uint8Array): readonly ReferenceRecord[] | null {
  const parsed = Index.safeParse(jsonOrNull(bytes))
  if (!parsed.success) return null
  return parsed.data.manifests.map(({ annotations, ...descriptor }) => {
    return { reference: annotations[REFERENCE], ...descriptor }
  })
}

/** Whether the file `oci-layout` is of a version that is known. */
export function isLayoutVersion(bytes: Uint8Array): boolean {
  return z.object({ imageLayoutVersion: z.literal('1.0.0') }).safeParse(jsonOrNull(bytes)).success
}
