import type { Descriptor } from '../../oci/manifest.ts'

/** A manifest that may hold signatures. */
export interface SignatureEntry {
  readonly manifest: Descriptor
  /** Whether it has to name the signed manifest as its subject; what is found under a name of its own does not. */
  readonly isReferrer: boolean
}

/** A place where signatures of one manifest are kept. */
export interface SignatureSource {
  list(): Promise<readonly SignatureEntry[]>
  /** The bytes of a manifest, checked against its digest; null when it is not there. */
  readManifest(descriptor: Descriptor): Promise<Uint8Array | null>
  /** The bytes of a layer, checked against its digest; null when it is not there or too large. */
  readLayer(descriptor: Descriptor): Promise<Uint8Array | null>
}
