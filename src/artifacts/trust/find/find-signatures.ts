import type { Sha256Digest } from '../../digest.ts'
import { MAX_SIGNATURES } from '../../limits.ts'
import type { FoundSignature } from '../verify/signature.ts'
import { type SignatureLayer, signatureLayers } from './signature-manifest.ts'
import type { SignatureEntry, SignatureSource } from './signature-source.ts'

/** Reads the signatures of a manifest one after the other, so that nobody has to read more than it takes. */
export async function* findSignatures(
  source: SignatureSource,
  manifestDigest: Sha256Digest,
): AsyncGenerator<FoundSignature> {
  let found = 0
  for (const entry of (await source.list()).slice(0, MAX_SIGNATURES)) {
    const manifestBytes = await source.readManifest(entry.manifest)
    if (manifestBytes === null) continue
    const layers = signatureLayers(manifestBytes, entry.isReferrer ? manifestDigest : null)
    for (const layer of layers.slice(0, MAX_SIGNATURES - found)) {
      const signature = await readSignature(source, { entry, manifestBytes, layer })
      if (signature === null) continue
      found += 1
      yield signature
    }
  }
}

interface FoundLayer {
  readonly entry: SignatureEntry
  readonly manifestBytes: Uint8Array
  readonly layer: SignatureLayer
}

async function readSignature(
  source: SignatureSource,
  { entry, manifestBytes, layer }: FoundLayer,
): Promise<FoundSignature | null> {
  const bytes = await source.readLayer(layer.descriptor)
  if (bytes === null) return null
  const at = { manifest: entry.manifest, manifestBytes, layer: layer.descriptor }
  switch (layer.kind) {
    case 'bundle':
      return { kind: 'bundle', bytes, ...at }
    case 'simple-signing':
      return { kind: 'simple-signing', payload: bytes, annotations: layer.annotations, ...at }
  }
}
