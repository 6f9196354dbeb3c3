import { z } from 'zod'

import { boundedList, boundedTexts, jsonOrNull } from '#platform'

import { isSha256Digest, type Sha256Digest } from '../../digest.ts'
import { MAX_ANNOTATIONS, MAX_LAYERS } from '../../limits.ts'
import { Descriptor } from '../../oci/manifest.ts'

/** Layers that hold a Sigstore bundle, of any version. */
export const BUNDLE_LAYER = 'application/vnd.dev.sigstore.bundle'
/** Layers that hold a payload in the form of cosign 2. */
const SIMPLE_SIGNING_TYPE = 'application/vnd.dev.cosign.simplesigning.v1+json'

const Layer = Descriptor.extend({ annotations: boundedTexts(MAX_ANNOTATIONS).default({}) })

const SignatureManifest = z.object({
  layers: boundedList(Layer, MAX_LAYERS),
  subject: z.object({ digest: z.custom<Sha256Digest>(isSha256Digest) }).optional(),
})

/** A layer that is a signature, by its media type. */
export interface SignatureLayer {
  readonly kind: 'bundle' | 'simple-signing'
  readonly descriptor: Descriptor
  readonly annotations: Readonly<Record<string, string>>
}

/** The signatures that a manifest lists; none when it is something else, or attached to another `subject`. */
export function signatureLayers(bytes: Uint8Array, subject: Sha256Digest | null): readonly SignatureLayer[] {
  const parsed = SignatureManifest.safeParse(jsonOrNull(bytes))
  if (!parsed.success) return []
  if (subject !== null && parsed.data.subject?.digest !== subject) return []
  return parsed.data.layers.flatMap(({ annotations, ...descriptor }): SignatureLayer[] => {
    const kind = kindOf(descriptor.mediaType)
    return kind === null ? [] : [{ kind, descriptor, annotations }]
  })
}

function kindOf(mediaType: string): SignatureLayer['kind'] | null {
  if (mediaType.startsWith(BUNDLE_LAYER)) return 'bundle'
  return mediaType === SIMPLE_SIGNING_TYPE ? 'simple-signing' : null
}
