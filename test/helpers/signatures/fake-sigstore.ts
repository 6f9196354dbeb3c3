import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'

import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock'

import { makeSigningKey, signBytes, type SigningKey } from './signing-key.ts'

const ISSUER_EXTENSION = '1.3.6.1.4.1.57264.1.8'
const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const STATEMENT_PAYLOAD_TYPE = 'application/vnd.in-toto+json'
const LOG_URL = 'https://rekor.sigstore.mock'

/** Who signs. */
export interface FakeIdentity {
  readonly identity: string
  readonly issuer: string
}

type Authority = Awaited<ReturnType<typeof initializeCA>>
type SignatureLog = Awaited<ReturnType<typeof initializeTLog>>

/** An entry of the log as its API answers. */
interface LogEntry {
  readonly body: string
  readonly integratedTime: number
  readonly logID: string
  readonly logIndex: number
  readonly verification: {
    readonly signedEntryTimestamp: string
    readonly inclusionProof: {
      readonly logIndex: number
      readonly treeSize: number
      readonly checkpoint: string
      readonly rootHash: string
    }
  }
}

/** A Sigstore of one test: an authority, a log of certificates and a log of signatures, with nothing on the network. */
export class FakeSigstore {
  readonly #ca: Authority
  readonly #log: SignatureLog
  /** The JSON of its trusted root. */
  readonly trustedRoot: object

  private constructor(ca: Authority, log: SignatureLog, trustedRoot: object) {
    this.#ca = ca
    this.#log = log
    this.trustedRoot = trustedRoot
  }

  /** Makes the keys. */
  static async create(): Promise<FakeSigstore> {
    const certificateLog = await initializeCTLog(keyPair('P-256'))
    const ca = await initializeCA(keyPair('P-384'), certificateLog)
    const log = await initializeTLog(LOG_URL, keyPair('P-256'))
    const validFor = { start: new Date(Date.now() - 60_000).toISOString() }
    return new FakeSigstore(ca, log, {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      certificateAuthorities: [
        {
          subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
          uri: 'https://fulcio.sigstore.mock',
          certChain: { certificates: [{ rawBytes: base64(ca.rootCertificate) }] },
          validFor,
        },
      ],
      tlogs: [logInstance(LOG_URL, log.publicKey, validFor)],
      ctlogs: [logInstance('https://ctfe.sigstore.mock', certificateLog.publicKey, validFor)],
      timestampAuthorities: [],
    })
  }

  /** A bundle with a statement, as cosign 3 and GitHub write it. */
  async signStatement(statement: Uint8Array, who: FakeIdentity): Promise<Buffer> {
    const key = makeSigningKey()
    const certificate = await this.#certificate(key, who)
    const head = Buffer.from(
      `DSSEv1 ${STATEMENT_PAYLOAD_TYPE.length} ${STATEMENT_PAYLOAD_TYPE} ${statement.length} `,
    )
    const signature = signBytes(key, Buffer.concat([head, statement])).toString('base64')
    const entry = await this.#record({
      kind: 'dsse',
      apiVersion: '0.0.1',
      spec: {
        envelopeHash: { algorithm: 'sha256', value: hexHash(Buffer.from('the envelope')) },
        payloadHash: { algorithm: 'sha256', value: hexHash(statement) },
        signatures: [{ signature, verifier: Buffer.from(pemOf(certificate)).toString('base64') }],
      },
    })
    const bundle = {
      mediaType: BUNDLE_TYPE,
      verificationMaterial: {
        certificate: { rawBytes: base64(certificate) },
        tlogEntries: [bundledEntry(entry, { kind: 'dsse', version: '0.0.1' })],
      },
      dsseEnvelope: {
        payload: base64(statement),
        payloadType: STATEMENT_PAYLOAD_TYPE,
        signatures: [{ sig: signature }],
      },
    }
    return Buffer.from(JSON.stringify(bundle))
  }

  /** The annotations of a keyless signature of cosign 2 over `payload`. */
  async signPayload(payload: Uint8Array, who: FakeIdentity): Promise<Readonly<Record<string, string>>> {
    const key = makeSigningKey()
    const certificate = pemOf(await this.#certificate(key, who))
    const signature = signBytes(key, payload).toString('base64')
    const { verification, body, integratedTime, logIndex, logID } = await this.#record({
      kind: 'hashedrekord',
      apiVersion: '0.0.1',
      spec: {
        data: { hash: { algorithm: 'sha256', value: hexHash(payload) } },
        signature: {
          content: signature,
          publicKey: { content: Buffer.from(certificate).toString('base64') },
        },
      },
    })
    return {
      'dev.cosignproject.cosign/signature': signature,
      'dev.sigstore.cosign/certificate': certificate,
      'dev.sigstore.cosign/bundle': JSON.stringify({
        SignedEntryTimestamp: verification.signedEntryTimestamp,
        Payload: { body, integratedTime, logIndex, logID },
      }),
    }
  }

  #certificate(key: SigningKey, { identity, issuer }: FakeIdentity): Promise<ArrayBufferView> {
    return this.#ca.issueCertificate({
      publicKey: spkiOf(key.publicKey),
      subjectAltName: identity,
      extensions: [{ oid: ISSUER_EXTENSION, value: issuer }],
    })
  }

  async #record(proposed: object): Promise<LogEntry> {
    const answer: Readonly<Record<string, LogEntry>> = JSON.parse(
      JSON.stringify(await this.#log.log(proposed)),
    )
    const [entry] = Object.values(answer)
    if (entry === undefined) throw new Error('The log has no entry')
    return entry
  }
}

function keyPair(namedCurve: string): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve })
}

function bundledEntry(
  { body, integratedTime, logIndex, logID, verification }: LogEntry,
  kindVersion: { readonly kind: string; readonly version: string },
): object {
  const { inclusionProof, signedEntryTimestamp } = verification
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
    kindVersion,
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(inclusionProof.logIndex),
      treeSize: String(inclusionProof.treeSize),
      rootHash: Buffer.from(inclusionProof.rootHash, 'hex').toString('base64'),
      hashes: [],
      checkpoint: { envelope: inclusionProof.checkpoint },
    },
    canonicalizedBody: body,
  }
}

function logInstance(baseUrl: string, publicKey: Buffer, validFor: object): object {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: createHash('sha256').update(publicKey).digest('base64') },
  }
}

function spkiOf(key: KeyObject): Buffer<ArrayBuffer> {
  return Buffer.from(key.export({ type: 'spki', format: 'der' }))
}

function pemOf(der: ArrayBufferView): string {
  const lines = base64(der).replaceAll(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function base64(bytes: ArrayBufferView): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function hexHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
