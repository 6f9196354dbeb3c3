import type { Sha256Digest } from '../../digest.ts'
import type { Descriptor } from '../../oci/manifest.ts'
import { attachReferrer, type Referrer } from '../../oci/push/attach-referrer.ts'
import type { PushOptions } from '../../oci/push/put-manifest.ts'
import type { RegistryClient } from '../../oci/registry-client.ts'
import { hexOf } from '../../digest.ts'
import { signedBytesOf } from '../verify/dsse.ts'
import { COSIGN_SIGN_PREDICATE, STATEMENT_PAYLOAD_TYPE, STATEMENT_TYPE } from '../verify/statement.ts'
import { type SigningKey, signWith } from './signing-key.ts'

const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** What is signed, with what, and when. */
export interface SignRequest {
  readonly subject: Descriptor
  readonly key: SigningKey
  readonly created: Date
}

/**
 * Signs a manifest as `cosign sign --key` 3.1 does without a log, and attaches the signature to it.
 *
 * @returns the digest of the manifest of the signature
 * @throws CodedError as `attachReferrer`
 */
export async function signManifest(
  client: RegistryClient,
  { subject, key, created }: SignRequest,
  options: PushOptions,
): Promise<Sha256Digest> {
  const referrer: Referrer = {
    subject,
    artifactType: BUNDLE_TYPE,
    content: { mediaType: BUNDLE_TYPE, bytes: bundleFor(subject.digest, key) },
    annotations: {
      'dev.sigstore.bundle.content': 'dsse-envelope',
      'dev.sigstore.bundle.predicateType': COSIGN_SIGN_PREDICATE,
      'org.opencontainers.image.created': `${created.toISOString().slice(0, 19)}Z`,
    },
  }
  return attachReferrer(client, referrer, options)
}

/** A Sigstore bundle that says nothing but "this is mine". */
function bundleFor(manifestDigest: Sha256Digest, key: SigningKey): Buffer {
  const statement = encode({
    _type: STATEMENT_TYPE,
    subject: [{ digest: { sha256: hexOf(manifestDigest) }, annotations: {} }],
    predicateType: COSIGN_SIGN_PREDICATE,
    predicate: {},
  })
  const signature = signWith(key, signedBytesOf(STATEMENT_PAYLOAD_TYPE, statement))
  const hint = Buffer.from(hexOf(key.trusted.fingerprint), 'hex').toString('base64')
  return encode({
    mediaType: BUNDLE_TYPE,
    verificationMaterial: { publicKey: { hint } },
    dsseEnvelope: {
      payload: statement.toString('base64'),
      payloadType: STATEMENT_PAYLOAD_TYPE,
      signatures: [{ sig: signature.toString('base64') }],
    },
  })
}

function encode(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document), 'utf8')
}
