import type { FoundSignature, SignatureVerdict, VerifierParts } from './signature.ts'
import { verifyBundle } from './verify-bundle.ts'
import { verifySimpleSigning } from './verify-simple-signing.ts'

/** Finds out who made a signature, or why it does not count; whom to trust is decided by the caller. */
export async function verifySignature(
  found: FoundSignature,
  parts: VerifierParts,
): Promise<SignatureVerdict> {
  switch (found.kind) {
    case 'bundle':
      return verifyBundle(found, parts)
    case 'simple-signing':
      return verifySimpleSigning(found, parts)
  }
}
