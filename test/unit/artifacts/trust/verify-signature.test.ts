import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'

import fc from 'fast-check'

import { KeylessVerifier } from '../../../../src/artifacts/trust/keyless/keyless-verifier.ts'
import { openKeylessVerifier } from '../../../../src/artifacts/trust/keyless/trusted-root.ts'
import type { FoundSignature, SignatureVerdict } from '../../../../src/artifacts/trust/verify/signature.ts'
import { parseTrustedKey } from '../../../../src/artifacts/trust/verify/trusted-key.ts'
import { verifySignature } from '../../../../src/artifacts/trust/verify/verify-signature.ts'
import { simpleSigningPayload } from '../../../helpers/signatures/attach.ts'
import { FakeSigstore } from '../../../helpers/signatures/fake-sigstore.ts'
import { keyBundle, statementAbout } from '../../../helpers/signatures/key-bundle.ts'
import { makeSigningKey, signBytes } from '../../../helpers/signatures/signing-key.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const MANIFEST = `sha256:${'a'.repeat(64)}` as const
const OTHER = `sha256:${'b'.repeat(64)}` as const
const SIGN = 'https://sigstore.dev/cosign/sign/v1'
const PROVENANCE = 'https://slsa.dev/provenance/v1'
const WHO = {
  identity: 'https://github.com/ada/tool/.github/workflows/publish.yml@refs/tags/v1',
  issuer: 'https://token.actions.githubusercontent.com',
}
const KEY = makeSigningKey()
const TRUSTED = parseTrustedKey(KEY.publicPem, 'cosign.pub')
const AT = {
  manifest: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: MANIFEST, size: 1 },
  manifestBytes: Buffer.from('{}'),
  layer: { mediaType: 'application/octet-stream', digest: MANIFEST, size: 1 },
}

let sigstore: FakeSigstore
let verifier: KeylessVerifier

before(async () => {
  sigstore = await FakeSigstore.create()
  verifier = new KeylessVerifier(sigstore.trustedRoot)
})

interface Setting {
  readonly keyless?: KeylessVerifier
  readonly predicates?: readonly string[]
  readonly manifestDigest?: typeof MANIFEST
}

function verify(found: FoundSignature, setting: Setting = {}): Promise<SignatureVerdict> {
  return verifySignature(found, {
    manifestDigest: MANIFEST,
    predicates: [SIGN, PROVENANCE],
    keys: [TRUSTED],
    ...setting,
    keyless: async () => setting.keyless ?? verifier,
  })
}

function bundle(bytes: Uint8Array): FoundSignature {
  return { kind: 'bundle', bytes, ...AT }
}

function simpleSigning(payload: Uint8Array, annotations: Readonly<Record<string, string>>): FoundSignature {
  return { kind: 'simple-signing', payload, annotations, ...AT }
}

function signed(payload: Uint8Array, key = KEY): FoundSignature {
  const signature = signBytes(key, payload).toString('base64')
  return simpleSigning(payload, { 'dev.cosignproject.cosign/signature': signature })
}

interface BundleDocument {
  readonly dsseEnvelope: { payload: string; payloadType: string; readonly signatures: { sig: string }[] }
  readonly verificationMaterial: { tlogEntries: unknown }
}

/** A bundle with one field changed after it was signed. */
function tampered(bytes: Uint8Array, change: (document: BundleDocument) => void): FoundSignature {
  const document: BundleDocument = JSON.parse(Buffer.from(bytes).toString('utf8'))
  change(document)
  return bundle(Buffer.from(JSON.stringify(document)))
}

function addSignature({ dsseEnvelope }: BundleDocument): void {
  dsseEnvelope.signatures.push({ sig: 'AAAA' })
}

async function assertRejected(verdict: Promise<SignatureVerdict>, reason: RegExp): Promise<void> {
  const answer = await verdict
  assert.equal(answer.kind, 'rejected')
  assert.match(answer.kind === 'rejected' ? answer.reason : '', reason)
}

describe('verifySignature() of a bundle by a key', () => {
  it('finds the key', async () => {
    assert.deepEqual(await verify(bundle(keyBundle(KEY, statementAbout(MANIFEST)))), {
      kind: 'verified',
      signer: { kind: 'key', fingerprint: TRUSTED.fingerprint },
      predicate: SIGN,
    })
  })

  it('rejects another key, a changed payload and another type of payload', async () => {
    const other = keyBundle(makeSigningKey(), statementAbout(MANIFEST))
    await assertRejected(verify(bundle(other)), /no key/)
    const own = keyBundle(KEY, statementAbout(OTHER))
    const payload = statementAbout(MANIFEST).toString('base64')
    await assertRejected(
      verify(tampered(own, ({ dsseEnvelope }) => (dsseEnvelope.payload = payload))),
      /no key/,
    )
    const type = 'application/json'
    await assertRejected(
      verify(tampered(own, ({ dsseEnvelope }) => (dsseEnvelope.payloadType = type))),
      /no bundle that is understood/,
    )
  })

  it('rejects a statement about another manifest, of another kind or of another type', async () => {
    await assertRejected(verify(bundle(keyBundle(KEY, statementAbout(OTHER)))), /another artifact/)
    const scan = statementAbout(MANIFEST, {
      predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1',
    })
    await assertRejected(verify(bundle(keyBundle(KEY, scan))), /something else/)
    const odd = statementAbout(MANIFEST, { type: 'https://example.com/Statement/v1' })
    await assertRejected(verify(bundle(keyBundle(KEY, odd))), /cannot be read/)
    await assertRejected(verify(bundle(keyBundle(KEY, Buffer.from('not JSON')))), /cannot be read/)
  })

  it('rejects a second signature beside the one that holds', async () => {
    const twice = keyBundle(KEY, statementAbout(MANIFEST))
    await assertRejected(verify(tampered(twice, addSignature)), /no bundle that is understood/)
  })

  it('never throws, whatever the bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        async (bytes) => {
          assert.equal((await verify(bundle(bytes))).kind, 'rejected')
        },
      ),
    )
  })
})

describe('verifySignature() by keys of other kinds', () => {
  const kinds = [
    { name: 'P-384', hash: 'sha384', pair: generateKeyPairSync('ec', { namedCurve: 'P-384' }) },
    { name: 'P-521', hash: 'sha512', pair: generateKeyPairSync('ec', { namedCurve: 'P-521' }) },
    { name: 'Ed25519', hash: null, pair: generateKeyPairSync('ed25519') },
    { name: 'RSA', hash: 'sha256', pair: generateKeyPairSync('rsa', { modulusLength: 2048 }) },
  ]
  for (const { name, hash, pair } of kinds) {
    it(`takes ${name}`, async () => {
      const key = parseTrustedKey(pair.publicKey.export({ type: 'spki', format: 'pem' }), 'key.pub')
      const payload = simpleSigningPayload(MANIFEST)
      const signature = sign(hash, payload, pair.privateKey).toString('base64')
      const found = simpleSigning(payload, { 'dev.cosignproject.cosign/signature': signature })
      const parts = { manifestDigest: MANIFEST, predicates: [SIGN], keyless: async () => verifier }
      assert.equal((await verifySignature(found, { ...parts, keys: [key] })).kind, 'verified')
      assert.equal((await verifySignature(found, { ...parts, keys: [TRUSTED] })).kind, 'rejected')
    })
  }
})

describe('verifySignature() in the form of cosign 2', () => {
  it('finds the key', async () => {
    const verdict = await verify(signed(simpleSigningPayload(MANIFEST)))
    assert.equal(verdict.kind, 'verified')
  })

  it('rejects another key, another digest, another type and no signature', async () => {
    await assertRejected(verify(signed(simpleSigningPayload(MANIFEST), makeSigningKey())), /no key/)
    await assertRejected(verify(signed(simpleSigningPayload(OTHER))), /another artifact/)
    const odd = simpleSigningPayload(MANIFEST).toString('utf8').replace('cosign container image', 'a')
    await assertRejected(verify(signed(Buffer.from(odd))), /another artifact/)
    await assertRejected(verify(simpleSigning(simpleSigningPayload(MANIFEST), {})), /no key/)
  })

  it('does not count where it has to be told how a thing was made', async () => {
    const found = signed(simpleSigningPayload(MANIFEST))
    await assertRejected(verify(found, { predicates: [PROVENANCE] }), /how it was made/)
  })
})

describe('verifySignature() by certificate', () => {
  it('finds identity and issuer of a statement', async () => {
    const found = bundle(await sigstore.signStatement(statementAbout(MANIFEST), WHO))
    assert.deepEqual(await verify(found), {
      kind: 'verified',
      signer: { kind: 'keyless', ...WHO },
      predicate: SIGN,
    })
  })

  it('finds them in an attestation of GitHub', async () => {
    const statement = statementAbout(MANIFEST, { predicateType: PROVENANCE })
    const verdict = await verify(bundle(await sigstore.signStatement(statement, WHO)))
    assert.deepEqual(verdict, {
      kind: 'verified',
      signer: { kind: 'keyless', ...WHO },
      predicate: PROVENANCE,
    })
  })

  it('finds them in the form of cosign 2', async () => {
    const payload = simpleSigningPayload(MANIFEST)
    const annotations = await sigstore.signPayload(payload, WHO)
    const found = simpleSigning(payload, annotations)
    assert.deepEqual(await verify(found), {
      kind: 'verified',
      signer: { kind: 'keyless', ...WHO },
      predicate: SIGN,
    })
    const other = simpleSigningPayload(OTHER)
    await assertRejected(
      verify(simpleSigning(other, await sigstore.signPayload(other, WHO))),
      /another artifact/,
    )
    await assertRejected(verify(simpleSigning(other, annotations)), /do not hold/)
  })

  it('rejects what another root vouches for', async () => {
    const found = bundle(await sigstore.signStatement(statementAbout(MANIFEST), WHO))
    const { trustedRoot } = await FakeSigstore.create()
    await assertRejected(verify(found, { keyless: new KeylessVerifier(trustedRoot) }), /do not hold/)
    await assertRejected(verify(found, { keyless: await openKeylessVerifier(null) }), /do not hold/)
  })

  it('rejects a changed payload, and entries of the logs that are missing or another’s', async () => {
    const bytes = await sigstore.signStatement(statementAbout(OTHER), WHO)
    const payload = statementAbout(MANIFEST).toString('base64')
    await assertRejected(
      verify(tampered(bytes, ({ dsseEnvelope }) => (dsseEnvelope.payload = payload))),
      /do not hold/,
    )
    await assertRejected(
      verify(tampered(bytes, ({ verificationMaterial }) => (verificationMaterial.tlogEntries = []))),
      /do not hold/,
    )
    const own = await sigstore.signStatement(statementAbout(MANIFEST), WHO)
    const { verificationMaterial: others }: BundleDocument = JSON.parse(bytes.toString('utf8'))
    await assertRejected(
      verify(
        tampered(own, ({ verificationMaterial }) => (verificationMaterial.tlogEntries = others.tlogEntries)),
      ),
      /do not hold/,
    )
  })

  it('rejects a statement about another manifest', async () => {
    const found = bundle(await sigstore.signStatement(statementAbout(OTHER), WHO))
    await assertRejected(verify(found), /another artifact/)
  })
})

describe('openKeylessVerifier()', () => {
  it('says what is wrong with a file', async (t) => {
    await assert.rejects(openKeylessVerifier('/nowhere/trusted_root.json'), { code: 'TRUSTED_ROOT_INVALID' })
    const path = join(await temporaryFolder(t), 'trusted_root.json')
    for (const content of ['', '{}', '[]', '{"certificateAuthorities":[{}]}']) {
      await writeFile(path, content)
      await assert.rejects(openKeylessVerifier(path), { code: 'TRUSTED_ROOT_INVALID' })
    }
  })
})
