import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import { CodedError, describeError } from '#platform'

import { sha256Of, type Sha256Digest } from '../../digest.ts'

/** A public key that somebody decided to trust. */
export interface TrustedKey {
  /** SHA-256 of its DER form, as cosign shows it. */
  readonly fingerprint: Sha256Digest
  readonly key: KeyObject
}

/** Reads a public key in PEM form, such as `cosign.pub`. @throws CodedError `KEY_INVALID` */
export function parseTrustedKey(pem: string, source: string): TrustedKey {
  // A private key would be taken as well, and would then lie where only a public one belongs.
  if (pem.includes('PRIVATE KEY')) {
    throw new CodedError(
      'KEY_INVALID',
      `"${source}" is a private key: name the public one, such as cosign.pub`,
    )
  }
  try {
    return trustedKeyOf(createPublicKey(pem))
  } catch (error) {
    throw new CodedError(
      'KEY_INVALID',
      `"${source}" is no public key in PEM form (${describeError(error)}): make one with "openssl pkey -pubout" or "cosign public-key"`,
    )
  }
}

/** Reads the file of a public key. @throws CodedError `KEY_INVALID` */
export async function readTrustedKey(path: string): Promise<TrustedKey> {
  let pem: string
  try {
    pem = await readFile(path, 'utf8')
  } catch (error) {
    throw new CodedError(
      'KEY_INVALID',
      `The key "${path}" cannot be read (${describeError(error)}): check the path`,
    )
  }
  return parseTrustedKey(pem, path)
}

/** The key with its fingerprint. */
export function trustedKeyOf(key: KeyObject): TrustedKey {
  return { key, fingerprint: sha256Of(key.export({ type: 'spki', format: 'der' })) }
}

/** Whether `signature` was made over `data` with the private half of the key; never throws. */
export function isSignedWith({ key }: TrustedKey, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(hashFor(key), data, key, signature)
  } catch {
    return false
  }
}

const HASH_OF_CURVE: Readonly<Record<string, string>> = { secp384r1: 'sha384', secp521r1: 'sha512' }

/** The hash that Sigstore pairs with a key; null for Ed25519, which hashes by itself. */
export function hashFor(key: KeyObject): string | null {
  if (key.asymmetricKeyType === 'ed25519') return null
  return HASH_OF_CURVE[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? 'sha256'
}
