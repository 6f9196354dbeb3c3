import type { TrustedSigner } from '#platform'

import { isSameSigner, type Signer } from '../signer.ts'
import type { VerifierParts } from '../verify/signature.ts'
import { readTrustedKey } from '../verify/trusted-key.ts'
import { type AcceptedSigner, acceptsSigner } from './accepts-signer.ts'
import { SIGNING_PREDICATES } from './trust-demand.ts'

/** What is asked of a signer, besides a signature that holds. */
export interface Acceptance {
  readonly accepts: (signer: Signer) => boolean
  readonly verifier: Pick<VerifierParts, 'keys' | 'predicates'>
}

/** Accepts one of those that a rule names. @throws CodedError `KEY_INVALID` */
export async function acceptSigners(
  any: readonly TrustedSigner[],
  predicates: readonly string[],
): Promise<Acceptance> {
  const accepted = await Promise.all(any.map(readSigner))
  const keys = accepted.flatMap((signer) => (signer.kind === 'key' ? [signer.key] : []))
  return { accepts: (signer) => acceptsSigner(accepted, signer), verifier: { keys, predicates } }
}

/** Accepts who signed before, and anybody where nobody did. */
export function acceptPinned(pinned: readonly Signer[]): Acceptance {
  return {
    accepts: (signer) => pinned.length === 0 || pinned.some((one) => isSameSigner(signer, one)),
    verifier: { keys: [], predicates: SIGNING_PREDICATES },
  }
}

async function readSigner(signer: TrustedSigner): Promise<AcceptedSigner> {
  return signer.kind === 'key' ? { kind: 'key', key: await readTrustedKey(signer.path) } : signer
}
