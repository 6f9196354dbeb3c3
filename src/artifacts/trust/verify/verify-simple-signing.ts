import { z } from 'zod'

import { isSignedWith } from './trusted-key.ts'
import { type FoundSignature, rejected, type SignatureVerdict, type VerifierParts } from './signature.ts'
import { COSIGN_SIGN_PREDICATE } from './statement.ts'

const SIGNATURE_ANNOTATION = 'dev.cosignproject.cosign/signature'
const CERTIFICATE_ANNOTATION = 'dev.sigstore.cosign/certificate'

const Payload = z.object({
  critical: z.object({
    image: z.object({ 'docker-manifest-digest': z.string() }),
    type: z.enum(['cosign container image signature', 'atomic container signature']),
  }),
})

type SimpleSigning = FoundSignature & { readonly kind: 'simple-signing' }

/** Verifies a signature in the form of cosign 2 (its SIGNATURE_SPEC) with the keys that are trusted. */
export function verifySimpleSigning(
  { payload, annotations }: SimpleSigning,
  { manifestDigest, predicates, keys }: VerifierParts,
): SignatureVerdict {
  const encoded = annotations[SIGNATURE_ANNOTATION]
  if (encoded === undefined) return rejected('it has no signature')
  if (annotations[CERTIFICATE_ANNOTATION] !== undefined) return rejected('it is an older keyless signature')
  const signature = Buffer.from(encoded, 'base64')
  const key = keys.find((candidate) => isSignedWith(candidate, payload, signature))
  if (key === undefined) return rejected('no key that is trusted here has signed it')
  if (signedDigest(payload) !== manifestDigest) return rejected('it signs another artifact')
  if (!predicates.includes(COSIGN_SIGN_PREDICATE)) return rejected('it does not state how it was made')
  return {
    kind: 'verified',
    signer: { kind: 'key', fingerprint: key.fingerprint },
    predicate: COSIGN_SIGN_PREDICATE,
  }
}

function signedDigest(payload: Uint8Array): string | null {
  try {
    const { critical } = Payload.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)))
    return critical.image['docker-manifest-digest']
  } catch {
    return null
  }
}
