import type { Signer } from '../signer.ts'
import type { TrustedKey } from '../verify/trusted-key.ts'
import { compilePattern } from './pattern.ts'

/** Whom to accept: a key, or every identity of one issuer that a pattern fits. */
export type AcceptedSigner =
  | { readonly kind: 'key'; readonly key: TrustedKey }
  | { readonly kind: 'keyless'; readonly issuer: string; readonly identity: string }

/** Whether a signer is one of those that are accepted. */
export function acceptsSigner(accepted: readonly AcceptedSigner[], signer: Signer): boolean {
  return accepted.some((candidate) => {
    if (candidate.kind === 'key')
      return signer.kind === 'key' && candidate.key.fingerprint === signer.fingerprint
    if (signer.kind === 'key' || candidate.issuer !== signer.issuer) return false
    return compilePattern(candidate.identity, { crossesSlash: false }).test(signer.identity)
  })
}
