import { z } from 'zod'

import { boundedList, boundedTexts, CodedError, readJson } from '#platform'

import { MAX_ANNOTATIONS, MAX_LAYERS } from '../limits.ts'
import { isSha256Digest, type Sha256Digest } from '../digest.ts'
import { INDEX_TYPE, MANIFEST_TYPE, MANIFEST_TYPES } from './media-types.ts'

const Digest = z.custom<Sha256Digest>(isSha256Digest, 'not a sha256 digest')

/** The schema of a descriptor. */
export const Descriptor = z.object({
  mediaType: z.string(),
  digest: Digest,
  size: z.number().int().nonnegative(),
})
/** Digest, size and media type of a blob (OCI image specification 1.1). */
export type Descriptor = Readonly<z.infer<typeof Descriptor>>

const Annotations = boundedTexts(MAX_ANNOTATIONS)
const Layer = Descriptor.extend({ annotations: Annotations.optional().catch(undefined) })
/** A layer, and what is said about it. */
export type Layer = Readonly<z.infer<typeof Layer>>

const Manifest = z.object({
  // Nothing that a component needs: one that is wrong is left out.
  config: Descriptor.nullable().catch(null).default(null),
  layers: boundedList(Layer, MAX_LAYERS),
  annotations: Annotations.catch({}).default({}),
})

const IndexEntry = Descriptor.extend({
  artifactType: z.string().optional(),
  platform: z.object({ architecture: z.string(), os: z.string().optional() }).optional(),
})
const Index = z.object({ manifests: boundedList(IndexEntry, MAX_LAYERS) })

/** A manifest, or an index that points to manifests. */
export type ManifestDocument =
  | {
      readonly kind: 'manifest'
      readonly config: Descriptor | null
      readonly layers: readonly Layer[]
      readonly annotations: Readonly<Record<string, string>>
    }
  | { readonly kind: 'index'; readonly entries: readonly Readonly<z.infer<typeof IndexEntry>>[] }

/** Reads the bytes of a manifest. @throws CodedError `MANIFEST_INVALID` */
export function parseManifest(bytes: Uint8Array, subject: string): ManifestDocument {
  const document = parseJson(bytes, subject)
  assertUnambiguous(document, subject)
  const index = Index.safeParse(document)
  if (index.success) return { kind: 'index', entries: index.data.manifests }
  const manifest = Manifest.safeParse(document)
  if (manifest.success) return { kind: 'manifest', ...manifest.data }
  const where = manifest.error.issues[0]?.path.join('.') ?? ''
  throw invalid(subject, `"${where}" is missing or wrong`)
}

/**
 * Refuses what one reader takes for a manifest and another for an index: a digest would stand for two things (CVE-2021-41190).
 *
 * @see https://github.com/opencontainers/image-spec/security/advisories/GHSA-77vh-xpmg-72qh
 */
function assertUnambiguous(document: unknown, subject: string): void {
  if (typeof document !== 'object' || document === null) return
  const isIndex = 'manifests' in document
  if (isIndex && ('layers' in document || 'config' in document)) {
    throw invalid(subject, 'it is a manifest and an index at once')
  }
  const type = 'mediaType' in document ? document.mediaType : undefined
  if (type === (isIndex ? MANIFEST_TYPE : INDEX_TYPE))
    throw invalid(subject, 'it is not what its "mediaType" says')
}

/**
 * Checks that a document is of the type that it was served as: other readers go by the header (CVE-2021-41190).
 *
 * @throws CodedError `MANIFEST_INVALID`
 */
export function assertServedAs(contentType: string | undefined, bytes: Uint8Array, subject: string): void {
  const served = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  const document = parseJson(bytes, subject)
  if (served === undefined || !MANIFEST_TYPES.has(served)) return
  const said =
    typeof document === 'object' && document !== null && 'mediaType' in document && document.mediaType
  if (typeof said === 'string' && said !== served) throw invalid(subject, 'it was served as something else')
}

function parseJson(bytes: Uint8Array, subject: string): unknown {
  try {
    return readJson(bytes)
  } catch {
    throw invalid(subject, 'it is not JSON, or too much of it')
  }
}

function invalid(subject: string, reason: string): CodedError {
  return new CodedError(
    'MANIFEST_INVALID',
    `The manifest of "${subject}" cannot be read (${reason}): publish it again`,
  )
}
