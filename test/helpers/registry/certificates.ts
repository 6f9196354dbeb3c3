import {
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto'

/** A certificate and its private key, as PEM. */
export interface Identity {
  readonly certificate: string
  readonly key: string
}

/** An authority of a test and a server that it vouches for. */
export interface TestCertificates {
  readonly authority: Identity
  /** For `localhost`, `127.0.0.1`, `registry.test` and `collector.example`. */
  readonly server: Identity
}

/** Makes certificates that are valid for a day, by hand: a fresh machine has no openssl command. */
export function createCertificates(): TestCertificates {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = 'Test authority'
  const isAuthority = extension([2, 5, 29, 19], sequence(der(0x01, Buffer.from([0xff]))))
  const names = ['localhost', 'registry.test', 'collector.example'].map((name) =>
    der(0x82, Buffer.from(name)),
  )
  const address = der(0x87, Buffer.from([127, 0, 0, 1]))
  const hosts = extension([2, 5, 29, 17], sequence(...names, address))
  const signedBy = authority.privateKey
  return {
    authority: identity({
      subject: issuer,
      issuer,
      key: authority.privateKey,
      signedBy,
      extension: isAuthority,
    }),
    server: identity({ subject: 'Test server', issuer, key: server.privateKey, signedBy, extension: hosts }),
  }
}

/** The base64 of the DER form, as the `x5c` header of a token wants it. */
export function certificateBase64(pem: string): string {
  return new X509Certificate(pem).raw.toString('base64')
}

interface CertificateParts {
  readonly subject: string
  readonly issuer: string
  readonly key: KeyObject
  readonly signedBy: KeyObject
  readonly extension: Buffer
}

const DAY_MS = 24 * 60 * 60 * 1000
const ECDSA_WITH_SHA256 = sequence(objectId([1, 2, 840, 10045, 4, 3, 2]))

/** RFC 5280 section 4.1. */
function identity(parts: CertificateParts): Identity {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    commonName(parts.issuer),
    sequence(utcTime(Date.now() - DAY_MS), utcTime(Date.now() + DAY_MS)),
    commonName(parts.subject),
    createPublicKey(parts.key).export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(parts.extension)),
  )
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, parts.signedBy)])
  const certificate = sequence(body, ECDSA_WITH_SHA256, der(0x03, signature))
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: parts.key.export({ type: 'pkcs8', format: 'pem' }),
  }
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(objectId([2, 5, 4, 3]), der(0x0c, Buffer.from(name)))))
}

function extension(id: readonly number[], value: Buffer): Buffer {
  return sequence(objectId(id), der(0x04, value))
}

function utcTime(time: number): Buffer {
  const digits = new Date(time).toISOString().replace(/[-:T]|\.\d+/g, '')
  return der(0x17, Buffer.from(digits.slice(2)))
}

function objectId([first = 0, second = 0, ...rest]: readonly number[]): Buffer {
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80)
  return digits
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
