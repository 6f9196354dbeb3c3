import type { ExaminedSignature } from '#authoring'

/** What there is to say about a signature, as JSON. */
export function describeSignature(signature: ExaminedSignature): object {
  if (signature.kind === 'rejected') return { accepted: false, reason: signature.reason }
  const { signer, predicate, isAccepted } = signature
  return { accepted: isAccepted, ...signer, predicate }
}

/** The same in a line. */
export function signatureLine(signature: ExaminedSignature): string {
  if (signature.kind === 'rejected') return `not verified: ${signature.reason}`
  const { signer, isAccepted } = signature
  const name =
    signer.kind === 'key' ? `the key ${signer.fingerprint}` : `${signer.identity} (${signer.issuer})`
  return `by ${name}, ${isAccepted ? 'accepted' : 'not accepted'} by the settings`
}
