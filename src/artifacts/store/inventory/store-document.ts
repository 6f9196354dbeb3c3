import { z } from 'zod'

import { boundedList, jsonOrNull } from '#platform'

import { isSha256Digest, type Sha256Digest } from '../../digest.ts'
import { MAX_LAYERS } from '../../limits.ts'

/** A manifest or an index as the store sees it: what else it needs. */
export interface StoreDocument {
  readonly mediaType: string | null
  /** Whether it points to manifests. */
  readonly isIndex: boolean
  /** Config and layers of a manifest, manifests of an index. */
  readonly children: readonly Sha256Digest[]
  /** The manifest that this one says something about: a signature names what was signed (OCI image specification 1.1). */
  readonly subject: Sha256Digest | null
}

const Pointer = z.object({ digest: z.custom<Sha256Digest>(isSha256Digest) })
const Document = z
  .object({
    schemaVersion: z.literal(2),
    mediaType: z.string().optional(),
    config: Pointer.optional(),
    layers: boundedList(Pointer, MAX_LAYERS).optional(),
    manifests: boundedList(Pointer, MAX_LAYERS).optional(),
    subject: Pointer.optional(),
  })
  .refine(({ layers, manifests }) => layers !== undefined || manifests !== undefined)

/** Reads bytes that may be a manifest or an index; null for anything else, such as a config. */
export function parseStoreDocument(bytes: Uint8Array): StoreDocument | null {
  const parsed = Document.safeParse(jsonOrNull(bytes))
  if (!parsed.success) return null
  const { config, layers = [], manifests = [], subject, mediaType } = parsed.data
  const children = [...(config === undefined ? [] : [config]), ...layers, ...manifests]
  return {
    mediaType: mediaType ?? null,
    isIndex: parsed.data.manifests !== undefined,
    children: [...new Set(children.map(({ digest }) => digest))],
    subject: subject?.digest ?? null,
  }
}
