import { createHash } from 'node:crypto'

import { type SigningKey, signBytes } from './signing-key.ts'

const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** What a statement says, by default what `cosign sign` says of one manifest. */
export interface StatementOptions {
  readonly type?: string
  readonly predicateType?: string
}

/** The bytes of an in-toto statement about a manifest. */
export function statementAbout(manifestDigest: string, options: StatementOptions = {}): Buffer {
  return Buffer.from(
    JSON.stringify({
      _type: options.type ?? 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { sha256: manifestDigest.replace('sha256:', '') }, annotations: {} }],
      predicateType: options.predicateType ?? 'https://sigstore.dev/cosign/sign/v1',
      predicate: {},
    }),
  )
}

/** A Sigstore bundle as cosign 3 writes it for a key and no log. */
export function keyBundle(key: SigningKey, statement: Uint8Array): Buffer {
  const payloadType = 'application/vnd.in-toto+json'
  const head = Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${statement.length} `)
  const spki = key.publicKey.export({ type: 'spki', format: 'der' })
  return Buffer.from(
    JSON.stringify({
      mediaType: BUNDLE_TYPE,
      verificationMaterial: {
        publicKey: { hint: createHash('sha256').update(spki).digest('base64') },
      },
      dsseEnvelope: {
        payload: Buffer.from(statement).toString('base64'),
        payloadType,
        signatures: [{ sig: signBytes(key, Buffer.concat([head, statement])).toString('base64') }],
      },
    }),
  )
}
