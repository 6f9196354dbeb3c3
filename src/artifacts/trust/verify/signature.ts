import type { Sha256Digest } from '../../digest.ts'
import type { Descriptor } from '../../oci/manifest.ts'
import type { KeylessVerifier } from '../keyless/keyless-verifier.ts'
import type { Signer } from '../signer.ts'
import type { TrustedKey } from './trusted-key.ts'

/** A signature as it was found, with nothing verified yet. */
export type FoundSignature = FoundAt &
  (
    | {
        /** A Sigstore bundle (cosign 3, GitHub attestations). */
        readonly kind: 'bundle'
        readonly bytes: Uint8Array
      }
    | {
        /** The form of cosign 2: a payload, and the rest in annotations of its layer. */
        readonly kind: 'simple-signing'
        readonly payload: Uint8Array
        readonly annotations: Readonly<Record<string, string>>
      }
  )

/** Where a signature lies, and all that has to be kept of it. */
interface FoundAt {
  readonly manifest: Descriptor
  readonly manifestBytes: Uint8Array
  readonly layer: Descriptor
}

/** What came of verifying one signature. */
export type SignatureVerdict =
  | { readonly kind: 'verified'; readonly signer: Signer; readonly predicate: string }
  | { readonly kind: 'rejected'; readonly reason: string }

/** What a signature is verified against. */
export interface VerifierParts {
  /** What it has to sign. */
  readonly manifestDigest: Sha256Digest
  /** The kinds of statement that count. */
  readonly predicates: readonly string[]
  readonly keys: readonly TrustedKey[]
  /** What verifies certificates; asked for when there is one. */
  readonly keyless: () => Promise<KeylessVerifier>
}

/** A signature that does not count. */
export function rejected(reason: string): SignatureVerdict {
  return { kind: 'rejected', reason }
}
