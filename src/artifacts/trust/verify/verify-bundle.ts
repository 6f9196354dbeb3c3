import { z } from 'zod'

import { jsonOrNull } from '#platform'

import { signedBytesOf } from './dsse.ts'
import { type FoundSignature, rejected, type SignatureVerdict, type VerifierParts } from './signature.ts'
import { checkStatement, STATEMENT_PAYLOAD_TYPE } from './statement.ts'
import { isSignedWith } from './trusted-key.ts'

/** Strict base64: what Node would skip, another reader may read. */
const Bytes = z.base64().transform((text) => Buffer.from(text, 'base64'))

const KeyBundle = z.object({
  mediaType: z.string().startsWith('application/vnd.dev.sigstore.bundle'),
  verificationMaterial: z.object({ publicKey: z.object({ hint: z.string().optional() }) }),
  dsseEnvelope: z.object({
    payload: Bytes,
    payloadType: z.literal(STATEMENT_PAYLOAD_TYPE),
    signatures: z.tuple([z.object({ sig: Bytes })]),
  }),
})

/** Enough to know that it is worth loading the verifier; it parses the rest itself. */
const KeylessBundle = z.object({
  mediaType: z.string(),
  verificationMaterial: z.union([
    z.object({ certificate: z.object({}) }),
    z.object({ x509CertificateChain: z.object({}) }),
  ]),
})

type Bundle = FoundSignature & { readonly kind: 'bundle' }

/** Verifies a Sigstore bundle: with the keys that are trusted, or by its certificate. */
export async function verifyBundle({ bytes }: Bundle, parts: VerifierParts): Promise<SignatureVerdict> {
  const document = jsonOrNull(bytes)
  const byKey = KeyBundle.safeParse(document)
  if (byKey.success) return verifyKeyBundle(byKey.data, parts)
  if (!KeylessBundle.safeParse(document).success) return rejected('it is no bundle that is understood')
  return verifyKeylessBundle(document, parts)
}

async function verifyKeylessBundle(document: unknown, parts: VerifierParts): Promise<SignatureVerdict> {
  const result = (await parts.keyless()).verifyStatement(document)
  if (result.kind === 'rejected') return result
  const statement = checkStatement(result.payload, parts)
  if (statement.kind === 'does-not-fit') return rejected(statement.reason)
  const { identity, issuer } = result
  return { kind: 'verified', signer: { kind: 'keyless', identity, issuer }, predicate: statement.predicate }
}

/** The log entries of a bundle are not looked at: whoever trusts a key needs nobody else. */
function verifyKeyBundle(
  { dsseEnvelope }: z.infer<typeof KeyBundle>,
  { keys, ...expected }: VerifierParts,
): SignatureVerdict {
  const { payload, payloadType, signatures } = dsseEnvelope
  const signed = signedBytesOf(payloadType, payload)
  const key = keys.find((candidate) => isSignedWith(candidate, signed, signatures[0].sig))
  if (key === undefined) return rejected('no key that is trusted here has signed it')
  const statement = checkStatement(payload, expected)
  if (statement.kind === 'does-not-fit') return rejected(statement.reason)
  const signer = { kind: 'key', fingerprint: key.fingerprint } as const
  return { kind: 'verified', signer, predicate: statement.predicate }
}
