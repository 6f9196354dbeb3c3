import { z } from 'zod'

import { readJson } from '#platform'

import { simpleSigningBundle } from '../keyless/simple-signing-bundle.ts'
import type { Signer } from '../signer.ts'
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

/** Verifies a signature in the form of cosign 2 (its SIGNATURE_SPEC): with the keys that are trusted, or by its certificate. */
export async function verifySimpleSigning(
  found: SimpleSigning,
  parts: VerifierParts,
): Promise<SignatureVerdict> {
  const isKeyless = found.annotations[CERTIFICATE_ANNOTATION] !== undefined
  const signer = isKeyless ? await keylessSigner(found, parts) : keySigner(found, parts)
  if (typeof signer === 'string') return rejected(signer)
  if (signedDigest(found.payload) !== parts.manifestDigest) return rejected('it signs another artifact')
  if (!parts.predicates.includes(COSIGN_SIGN_PREDICATE)) return rejected('it does not state how it was made')
  return { kind: 'verified', signer, predicate: COSIGN_SIGN_PREDICATE }
}

/** The signer, or why there is none. */
function keySigner({ payload, annotations }: SimpleSigning, { keys }: VerifierParts): Signer | string {
  const signature = Buffer.from(annotations[SIGNATURE_ANNOTATION] ?? '', 'base64')
  const key = keys.find((candidate) => isSignedWith(candidate, payload, signature))
  if (key === undefined) return 'no key that is trusted here has signed it'
  return { kind: 'key', fingerprint: key.fingerprint }
}

async function keylessSigner(found: SimpleSigning, { keyless }: VerifierParts): Promise<Signer | string> {
  const bundle = simpleSigningBundle(found.payload, found.annotations)
  if (bundle === null) return 'its certificate or its entry of the log is missing'
  const result = (await keyless()).verifyMessage(bundle, Buffer.from(found.payload))
  if (result.kind === 'rejected') return result.reason
  return { kind: 'keyless', identity: result.identity, issuer: result.issuer }
}

function signedDigest(payload: Uint8Array): string | null {
  try {
    const { critical } = Payload.parse(readJson(payload))
    return critical.image['docker-manifest-digest']
  } catch {
    return null
  }
}
