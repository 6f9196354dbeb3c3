import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { describe, it } from 'node:test'

import {
  parseSigningKey,
  type SigningKey,
  signWith,
} from '../../../../src/artifacts/trust/sign/signing-key.ts'
import { makeSigningKey } from '../../../helpers/signatures/signing-key.ts'

const DATA = Buffer.from('data')

function read(
  pem: string | Buffer,
  passphrase = async (): Promise<string> => 'a secret',
): Promise<SigningKey> {
  return parseSigningKey({ pem: pem.toString(), source: 'key.pem', passphrase })
}

function encrypted(key: KeyObject): string {
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'a secret' }
  return key.export({ type: 'pkcs8', format: 'pem', ...cipher })
}

describe('parseSigningKey()', () => {
  const { privateKey, publicKey } = makeSigningKey()

  it('reads a key and never asks for a passphrase that is not needed', async () => {
    const key = await read(privateKey.export({ type: 'pkcs8', format: 'pem' }), () => assert.fail())
    assert.ok(verify('sha256', DATA, publicKey, signWith(key, DATA)))
    const spki = publicKey.export({ type: 'spki', format: 'der' })
    assert.equal(key.trusted.fingerprint, `sha256:${createHash('sha256').update(spki).digest('hex')}`)
  })

  it('opens an encrypted key with its passphrase alone', async () => {
    const key = await read(encrypted(privateKey))
    assert.ok(verify('sha256', DATA, publicKey, signWith(key, DATA)))
    await assert.rejects(
      read(encrypted(privateKey), async () => 'another'),
      { code: 'PASSPHRASE_WRONG' },
    )
  })

  it('says what to do about a key of cosign', async () => {
    const pem =
      '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n'
    await assert.rejects(read(pem), {
      code: 'KEY_UNSUPPORTED',
      message: /openssl genpkey .*cosign import-key-pair/,
    })
  })

  it('refuses what is no private key, or one of another kind', async () => {
    await assert.rejects(read('no key'), { code: 'KEY_INVALID' })
    await assert.rejects(read(publicKey.export({ type: 'spki', format: 'pem' })), { code: 'KEY_INVALID' })
    const x25519 = generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
    await assert.rejects(read(x25519), { code: 'KEY_UNSUPPORTED' })
  })
})
