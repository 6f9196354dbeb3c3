import { KeylessVerifier } from '../../src/artifacts/trust/keyless/keyless-verifier.ts'
import type { FoundSignature } from '../../src/artifacts/trust/verify/signature.ts'
import { parseTrustedKey } from '../../src/artifacts/trust/verify/trusted-key.ts'
import { verifySignature } from '../../src/artifacts/trust/verify/verify-signature.ts'
import { simpleSigningPayload } from '../../test/helpers/signatures/attach.ts'
import { FakeSigstore } from '../../test/helpers/signatures/fake-sigstore.ts'
import { keyBundle, statementAbout } from '../../test/helpers/signatures/key-bundle.ts'
import { makeSigningKey, signBytes } from '../../test/helpers/signatures/signing-key.ts'
import { inTurns } from '../measure/in-turns.ts'
import { timed } from '../measure/timed.ts'
import type { Question } from '../question.ts'

const MANIFEST = `sha256:${'a'.repeat(64)}` as const
const SIGN = 'https://sigstore.dev/cosign/sign/v1'
const WHO = {
  identity: 'https://github.com/ada/tool/.github/workflows/publish.yml@refs/tags/v1',
  issuer: 'https://token.actions.githubusercontent.com',
}
const AT = {
  manifest: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: MANIFEST, size: 1 },
  manifestBytes: Buffer.from('{}'),
  layer: { mediaType: 'application/octet-stream', digest: MANIFEST, size: 1 },
}

/** How long a signature takes to verify, by its kind, without what it takes to fetch it. */
export const VERIFY: Question = {
  name: 'verify',
  asks: 'How long does it take to verify a signature that was fetched?',
  async answer({ quick }) {
    const key = makeSigningKey()
    const sigstore = await FakeSigstore.create()
    const verifier = new KeylessVerifier(sigstore.trustedRoot)
    const parts = {
      manifestDigest: MANIFEST,
      predicates: [SIGN],
      keys: [parseTrustedKey(key.publicPem, 'key')],
      keyless: async () => verifier,
    }
    const payload = simpleSigningPayload(MANIFEST)
    const byKey = { 'dev.cosignproject.cosign/signature': signBytes(key, payload).toString('base64') }
    const byCertificate = await sigstore.signPayload(payload, WHO)
    const check = (signature: FoundSignature) => async (): Promise<number> => {
      return timed(async () => {
        const verdict = await verifySignature(signature, parts)
        if (verdict.kind !== 'verified') throw new Error(`A signature was rejected: ${verdict.reason}`)
      })
    }
    const simple = (annotations: Readonly<Record<string, string>>): FoundSignature => {
      return { kind: 'simple-signing', payload, annotations, ...AT }
    }
    const samples = await inTurns(quick ? 3 : 100, {
      'key, cosign 3': check(bundle(keyBundle(key, statementAbout(MANIFEST)))),
      'key, cosign 2': check(simple(byKey)),
      'certificate, cosign 3 and GitHub': check(
        bundle(await sigstore.signStatement(statementAbout(MANIFEST), WHO)),
      ),
      'certificate, cosign 2': check(simple(byCertificate)),
    })
    return Object.entries(samples).map(([name, taken]) => ({ name, unit: 'ms', samples: taken }))
  },
}

function bundle(bytes: Uint8Array): FoundSignature {
  return { kind: 'bundle', bytes, ...AT }
}
