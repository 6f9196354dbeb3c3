import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify'

import { STATEMENT_PAYLOAD_TYPE } from '../verify/statement.ts'

/** Who made a signature, by its certificate, and the bytes that were signed. */
export type KeylessResult =
  | {
      readonly kind: 'signed'
      readonly identity: string
      readonly issuer: string
      readonly payload: Uint8Array
    }
  | { readonly kind: 'rejected'; readonly reason: string }

/** What a lock file takes, and more than any workflow needs. */
const LONGEST_NAME = 2048

/**
 * Verifies what was signed with a certificate of Sigstore, offline: its chain, that certificate and signature are in the logs that
 * the trusted root names, and that it was signed while the certificate was valid.
 *
 * A root that names no log (that of GitHub for private repositories) asks for none; a trusted time is always needed.
 */
export class KeylessVerifier {
  readonly #verifier: Verifier

  /** @param root JSON of a `TrustedRoot` @throws Error when it is none */
  constructor(root: unknown) {
    const trusted = TrustedRoot.fromJSON(root)
    if (trusted.certificateAuthorities.length === 0) throw new Error('it names no authority')
    this.#verifier = new Verifier(toTrustMaterial(trusted), {
      // Two copies of one entry must not count twice, so that more than one is never asked for.
      tlogThreshold: Math.min(trusted.tlogs.length, 1),
      ctlogThreshold: Math.min(trusted.ctlogs.length, 1),
      timestampThreshold: 1,
    })
  }

  /** Verifies a bundle with a signed statement; the statement itself is not read. */
  verifyStatement(bundle: unknown): KeylessResult {
    return this.#attempt(() => {
      const parsed = bundleFromJSON(bundle)
      if (parsed.content.$case !== 'dsseEnvelope') return rejectedFor('it holds no statement')
      const { payload, payloadType } = parsed.content.dsseEnvelope
      if (payloadType !== STATEMENT_PAYLOAD_TYPE) return rejectedFor('it holds no statement')
      return this.#signed(toSignedEntity(parsed), payload)
    })
  }

  /** Verifies a bundle with a bare signature over `payload`. */
  verifyMessage(bundle: unknown, payload: Buffer): KeylessResult {
    return this.#attempt(() => this.#signed(toSignedEntity(bundleFromJSON(bundle), payload), payload))
  }

  #signed(entity: Parameters<Verifier['verify']>[0], payload: Uint8Array): KeylessResult {
    const { identity } = this.#verifier.verify(entity)
    const { subjectAlternativeName, extensions } = identity ?? {}
    if (subjectAlternativeName === undefined || extensions?.issuer === undefined) {
      return rejectedFor('its certificate names nobody')
    }
    const { issuer } = extensions
    const isLong = subjectAlternativeName.length > LONGEST_NAME || issuer.length > LONGEST_NAME
    if (isLong) return rejectedFor('its certificate names somebody at too great length')
    return { kind: 'signed', identity: subjectAlternativeName, issuer, payload }
  }

  /** What a stranger wrote must not end the load in another way than by being refused. */
  #attempt(verify: () => KeylessResult): KeylessResult {
    try {
      return verify()
    } catch (error) {
      const detail = error instanceof VerificationError ? ` (${error.code})` : ''
      return rejectedFor(`its certificate or the entries of the logs do not hold${detail}`)
    }
  }
}

function rejectedFor(reason: string): KeylessResult {
  return { kind: 'rejected', reason }
}
