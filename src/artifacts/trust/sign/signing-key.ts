import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'

import { CodedError, describeError } from '#platform'

import { hashFor, type TrustedKey, trustedKeyOf } from '../verify/trusted-key.ts'

/** A private key and its public half. */
export interface SigningKey {
  readonly privateKey: KeyObject
  readonly trusted: TrustedKey
}

/** A private key as it lies in a file. */
export interface SigningKeyFile {
  readonly pem: string
  /** As it is shown. */
  readonly source: string
  /** Asked when the key is encrypted. */
  readonly passphrase: () => Promise<string>
}

const KINDS: ReadonlySet<string | undefined> = new Set(['ec', 'ed25519', 'rsa'])

/** Reads a private key in PEM form. @throws CodedError `KEY_INVALID`, `KEY_UNSUPPORTED`, `PASSPHRASE_WRONG` */
export async function parseSigningKey({ pem, source, passphrase }: SigningKeyFile): Promise<SigningKey> {
  // scrypt is in Node, the XSalsa20-Poly1305 of these files is not.
  if (/ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY/.test(pem)) {
    throw new CodedError(
      'KEY_UNSUPPORTED',
      `"${source}" is encrypted in a form that cosign alone reads: make a key for both with "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem", and give it to cosign with "cosign import-key-pair --key key.pem"`,
    )
  }
  const isEncrypted = /ENCRYPTED/.test(pem)
  const privateKey = readKey(pem, source, isEncrypted ? await passphrase() : undefined)
  if (!KINDS.has(privateKey.asymmetricKeyType)) {
    throw new CodedError('KEY_UNSUPPORTED', `"${source}" is no EC, Ed25519 or RSA key: make one of these`)
  }
  return { privateKey, trusted: trustedKeyOf(createPublicKey(privateKey)) }
}

/** A signature over `data` in the form that Sigstore pairs with the kind of key. */
export function signWith({ privateKey, trusted }: SigningKey, data: Uint8Array): Buffer {
  return sign(hashFor(trusted.key), data, privateKey)
}

function readKey(pem: string, source: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase })
  } catch (error) {
    if (passphrase !== undefined) {
      throw new CodedError('PASSPHRASE_WRONG', `The passphrase does not open "${source}": try again`)
    }
    throw new CodedError(
      'KEY_INVALID',
      `"${source}" is no private key in PEM form (${describeError(error)}): make one with "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem"`,
    )
  }
}
