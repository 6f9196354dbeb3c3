import { createHash } from 'node:crypto'

import { z } from 'zod'

import { readJson } from '#platform'

const LogEntry = z.object({
  SignedEntryTimestamp: z.base64(),
  Payload: z.object({
    body: z.base64(),
    integratedTime: z.int(),
    logIndex: z.int(),
    logID: z.hex(),
  }),
})

const Timestamp = z.object({ SignedRFC3161Timestamp: z.base64() })

/** The annotations of a keyless signature of cosign 2 (SIGNATURE_SPEC) as a Sigstore bundle; null when some are missing or damaged. */
export function simpleSigningBundle(
  payload: Uint8Array,
  annotations: Readonly<Record<string, string>>,
): object | null {
  const signature = annotations['dev.cosignproject.cosign/signature']
  const certificate = derOf(annotations['dev.sigstore.cosign/certificate'])
  const entry = LogEntry.safeParse(parsed(annotations['dev.sigstore.cosign/bundle']))
  const time = Timestamp.safeParse(parsed(annotations['dev.sigstore.cosign/rfc3161timestamp']))
  if (signature === undefined || certificate === null || !entry.success) return null
  const { body, integratedTime, logIndex, logID } = entry.data.Payload
  const rfc3161Timestamps = time.success ? [{ signedTimestamp: time.data.SignedRFC3161Timestamp }] : []
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: certificate }] },
      tlogEntries: [
        {
          logIndex: String(logIndex),
          logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
          kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
          integratedTime: String(integratedTime),
          inclusionPromise: { signedEntryTimestamp: entry.data.SignedEntryTimestamp },
          canonicalizedBody: body,
        },
      ],
      timestampVerificationData: { rfc3161Timestamps },
    },
    messageSignature: {
      messageDigest: {
        algorithm: 'SHA2_256',
        digest: createHash('sha256').update(payload).digest('base64'),
      },
      signature,
    },
  }
}

function derOf(pem: string | undefined): string | null {
  const body = /^-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem ?? '')?.[1]
  return body?.replaceAll(/\s/g, '') ?? null
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : readJson(Buffer.from(text))
  } catch {
    return null
  }
}
