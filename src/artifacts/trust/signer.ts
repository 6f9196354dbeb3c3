import type { Sha256Digest } from '../digest.ts'

/** Who signed an artifact, proven by a signature that was verified. */
export type Signer =
  | {
      readonly kind: 'key'
      /** SHA-256 of the public key in DER form (SubjectPublicKeyInfo). */
      readonly fingerprint: Sha256Digest
    }
  | {
      readonly kind: 'keyless'
      /** The subject of the certificate: a mail address, or the URI of a workflow. */
      readonly identity: string
      /** Who vouched for the identity: the URL of an OpenID Connect issuer. */
      readonly issuer: string
    }

/** A workflow of GitHub or GitLab is named with the tag or branch that it ran for, which changes with each release. */
const WORKFLOW_OF_A_REF = /^(https:\/\/[^@]+)@refs\/.+$/

/** Whether both are the same signer; the same workflow at another tag or branch is. */
export function isSameSigner(one: Signer, other: Signer): boolean {
  if (one.kind === 'key') return other.kind === 'key' && one.fingerprint === other.fingerprint
  if (other.kind === 'key' || one.issuer !== other.issuer) return false
  return withoutRef(one.identity) === withoutRef(other.identity)
}

/** One signer in words; characters that could redraw a terminal are left out. */
export function describeSigner(signer: Signer): string {
  if (signer.kind === 'key') return `the key "${signer.fingerprint}"`
  return `"${printable(signer.identity)}" (issuer "${printable(signer.issuer)}")`
}

function withoutRef(identity: string): string {
  return WORKFLOW_OF_A_REF.exec(identity)?.[1] ?? identity
}

function printable(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]/g, '?').slice(0, 300)
}
