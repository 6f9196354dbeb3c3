import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A key pair as `cosign generate-key-pair` makes it. */
export interface SigningKey {
  readonly privateKey: KeyObject
  /** SubjectPublicKeyInfo in PEM form: the text of `cosign.pub`. */
  readonly publicPem: string
  readonly publicKey: KeyObject
}

/** Makes a P-256 key. */
export function makeSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, publicKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }) }
}

/** ECDSA over SHA-256, in DER form. */
export function signBytes({ privateKey }: SigningKey, data: Uint8Array): Buffer {
  return sign('sha256', data, privateKey)
}
