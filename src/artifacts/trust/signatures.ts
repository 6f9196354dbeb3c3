import type { TrustedSigner } from '#platform'

import type { Sha256Digest } from '../digest.ts'
import type { FetchOptions } from '../verified-artifact.ts'
import type { ExaminedSignature } from './artifact-trust.ts'
import type { SigningKeyFile } from './sign/signing-key.ts'

/** What can be done about who made an artifact; references lead to a registry. */
export interface Signatures {
  /** Signs what a reference leads to. @throws CodedError `KEY_INVALID`, `PASSPHRASE_WRONG`, `ACCESS_DENIED`, … */
  sign(
    reference: string,
    key: SigningKeyFile & { readonly created: Date },
    options?: FetchOptions,
  ): Promise<SignResult>
  /** Looks at every signature of what a reference leads to. @throws CodedError `HOST_UNREACHABLE`, `TRUST_RULE_MISSING`, … */
  verify(reference: string, request: VerifyRequest, options?: FetchOptions): Promise<SignatureReport>
}

/** Whom to accept, where it is not what the settings say. */
export interface VerifyRequest {
  readonly signedBy: readonly TrustedSigner[] | null
  /** Path of a trusted root. */
  readonly trustedRoot: string | null
}

/** A signature that now lies in the registry. */
export interface SignResult {
  /** `oci://…@sha256:…`: what is signed. */
  readonly reference: string
  readonly digest: Sha256Digest
  /** Of the manifest of the signature. */
  readonly signatureDigest: Sha256Digest
  readonly fingerprint: Sha256Digest
}

/** What there is to say about who made an artifact. */
export interface SignatureReport {
  /** `oci://…@sha256:…`: what was looked at. */
  readonly reference: string
  readonly digest: Sha256Digest
  readonly signatures: readonly ExaminedSignature[]
}
