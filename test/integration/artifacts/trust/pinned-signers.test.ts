import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'

import { type Artifacts, sha256Of } from '#artifacts'
import { isCodedError, type TrustSettings } from '#platform'

import { pushComponent, type PushTarget } from '../../../../tools/embedded-registry/push-component.ts'
import { EmbeddedRegistry } from '../../../../tools/embedded-registry/embedded-registry.ts'
import { ReferrersFront } from '../../../helpers/registry/referrers-front.ts'
import { sampleComponent } from '../../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../../helpers/registry/temporary-home.ts'
import { attachBundles } from '../../../helpers/signatures/attach.ts'
import { FakeSigstore } from '../../../helpers/signatures/fake-sigstore.ts'
import { statementAbout } from '../../../helpers/signatures/key-bundle.ts'
import { MemoryPins } from '../../../helpers/signatures/memory-pins.ts'

const ISSUER = 'https://token.actions.githubusercontent.com'
const WORKFLOW = 'https://github.com/ada/tool/.github/workflows/publish.yml@refs/tags'
const ADA = { identity: `${WORKFLOW}/v1`, issuer: ISSUER }
const EVIL = { identity: ADA.identity.replace('/tool/', '/tool-evil/'), issuer: ISSUER }

let sigstore: FakeSigstore

before(async () => {
  sigstore = await FakeSigstore.create()
})

class Scene implements AsyncDisposable {
  readonly pins = new MemoryPins()
  readonly registry: EmbeddedRegistry
  readonly home: TemporaryHome
  readonly artifacts: Artifacts

  private constructor(registry: EmbeddedRegistry, home: TemporaryHome, trust: TrustSettings) {
    this.registry = registry
    this.home = home
    this.artifacts = home.artifacts({ trust: { ...trust, pins: this.pins } })
  }

  static async start(trust: Partial<TrustSettings> = {}): Promise<Scene> {
    const home = await TemporaryHome.create()
    const trustedRoot = await home.write('root.json', JSON.stringify(sigstore.trustedRoot))
    return new Scene(await EmbeddedRegistry.start(), home, {
      default: 'pin',
      rules: [],
      trustedRoot,
      ...trust,
    })
  }

  /** Pushes a version, signed or not, and returns its reference. */
  async push(tag: string, who: typeof ADA | null): Promise<string> {
    const target: PushTarget = this.registry.pushTarget('ada/tool', tag)
    const digest = await pushComponent(target, sampleComponent(Number(tag) * 100))
    if (who !== null) {
      await attachBundles(target, digest, [await sigstore.signStatement(statementAbout(digest), who)])
    }
    return `oci://${this.registry.host}/ada/tool:${tag}`
  }

  pin(who: typeof ADA): void {
    this.pins.signers.set(`${this.registry.host}/ada/tool`, [{ kind: 'keyless', ...who }])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.home[Symbol.asyncDispose]()
    await this.registry[Symbol.asyncDispose]()
  }
}

describe('a signer that is pinned', () => {
  it('is found at the first load, whoever it is', async () => {
    await using scene = await Scene.start()
    const { signer } = await scene.artifacts.fetchArtifact(await scene.push('1', ADA))
    assert.deepEqual(signer, { kind: 'keyless', ...ADA })
  })

  it('may be nobody, and somebody later', async () => {
    await using scene = await Scene.start()
    assert.equal((await scene.artifacts.fetchArtifact(await scene.push('1', null))).signer, null)
    assert.notEqual((await scene.artifacts.fetchArtifact(await scene.push('2', ADA))).signer, null)
  })

  it('signs the next version too, by the same workflow at another tag', async () => {
    await using scene = await Scene.start()
    scene.pin({ ...ADA, identity: `${WORKFLOW}/v0` })
    assert.notEqual((await scene.artifacts.fetchArtifact(await scene.push('1', ADA))).signer, null)
  })

  for (const [what, who] of [
    ['somebody else', EVIL],
    ['the same name by another issuer', { ...ADA, issuer: 'https://issuer.example' }],
    ['nobody', null],
  ] as const) {
    it(`cannot become ${what}, unless a person agrees`, async () => {
      await using scene = await Scene.start()
      scene.pin(ADA)
      const reference = await scene.push('1', who)
      await assert.rejects(scene.artifacts.fetchArtifact(reference), { code: 'SIGNER_CHANGED' })
      const { signer } = await scene.artifacts.fetchArtifact(reference, { mayChangeSigner: true })
      assert.deepEqual(signer, who && { kind: 'keyless', ...who })
    })
  }

  it('is asked for by its rule where it is a key, since no signature carries one', async () => {
    await using scene = await Scene.start()
    const fingerprint = sha256Of(Buffer.from('key'))
    scene.pins.signers.set(`${scene.registry.host}/ada/tool`, [{ kind: 'key', fingerprint }])
    await assert.rejects(
      scene.artifacts.fetchArtifact(await scene.push('1', null)),
      (error) => isCodedError(error, 'SIGNER_CHANGED') && error.message.includes('no rule of [trust] names'),
    )
  })

  it('is not escaped by another spelling of the registry', async () => {
    await using scene = await Scene.start()
    scene.pin(ADA)
    const reference = await scene.push('1', EVIL)
    const spelled = reference.replace('oci://localhost', 'oci://LOCALHOST').replace('127.0.0.1', '127.0.0.1.')
    await assert.rejects(scene.artifacts.fetchArtifact(spelled), { code: 'SIGNER_CHANGED' })
  })

  it('is asked for again where a registry does not tell who has signed', async () => {
    await using scene = await Scene.start()
    await using front = await ReferrersFront.start(scene.registry.host)
    const digest = await pushComponent(scene.registry.pushTarget('ada/tool', '1'), sampleComponent())
    front.list(digest, null)
    const reference = `oci://${front.host}/ada/tool:1`
    assert.equal((await scene.artifacts.fetchArtifact(reference)).signer, null)
    scene.pins.signers.set(`${front.host}/ada/tool`, [{ kind: 'keyless', ...ADA }])
    await assert.rejects(scene.artifacts.fetchArtifact(reference), { code: 'REGISTRY_UNAVAILABLE' })
  })

  it('costs no request where the same unsigned bytes were taken before', async () => {
    await using scene = await Scene.start()
    const reference = await scene.push('1', null)
    const { source } = await scene.artifacts.fetchArtifact(reference)
    assert.equal(source.kind, 'oci')
    const pinned = source.kind === 'oci' ? source.root.digest : undefined
    const before = scene.registry.requests.length
    await scene.artifacts.fetchArtifact(reference, { pinned })
    assert.deepEqual(scene.registry.requests.slice(before), [])
  })

  it('is verified without a request when it was verified before', async () => {
    await using scene = await Scene.start()
    const reference = await scene.push('1', ADA)
    const first = await scene.artifacts.fetchArtifact(reference)
    scene.pin(ADA)
    const pinned = first.source.kind === 'oci' ? first.source.root.digest : undefined
    const before = scene.registry.requests.length
    const { signer } = await scene.artifacts.fetchArtifact(reference, { pinned })
    assert.deepEqual(signer, first.signer)
    assert.deepEqual(scene.registry.requests.slice(before), [])
  })
})

function rule(identity: string, issuer = ISSUER): Partial<TrustSettings> {
  const any = [{ kind: 'keyless', issuer, identity }] as const
  return { rules: [{ match: '*/ada/*', kind: 'signed-by', any, predicates: null }] }
}

describe('a rule for identities', () => {
  it('lets in whom it names', async () => {
    await using scene = await Scene.start(rule(`${WORKFLOW}/*`))
    assert.notEqual((await scene.artifacts.fetchArtifact(await scene.push('1', ADA))).signer, null)
  })

  const refused = {
    'an identity that only begins like it': rule('https://github.com/ada/tool'),
    'another identity': rule('ada@example.com'),
    'another issuer': rule(`${WORKFLOW}/*`, 'https://issuer.example'),
  }
  for (const [what, trust] of Object.entries(refused)) {
    it(`refuses ${what}`, async () => {
      await using scene = await Scene.start(trust)
      await assert.rejects(scene.artifacts.fetchArtifact(await scene.push('1', ADA)), {
        code: 'SIGNER_REFUSED',
      })
    })
  }

  it('refuses what another root vouches for', async () => {
    const { trustedRoot } = await FakeSigstore.create()
    await using scene = await Scene.start(rule(`${WORKFLOW}/*`))
    await scene.home.write('root.json', JSON.stringify(trustedRoot))
    await assert.rejects(scene.artifacts.fetchArtifact(await scene.push('1', ADA)), {
      code: 'SIGNATURE_INVALID',
    })
  })
})

describe('requiring rules', () => {
  it('refuses what no rule names, from a registry or a web server', async () => {
    await using scene = await Scene.start({ default: 'require' })
    const code = 'TRUST_RULE_MISSING'
    await assert.rejects(scene.artifacts.fetchArtifact(await scene.push('1', ADA)), { code })
    await assert.rejects(scene.artifacts.fetchArtifact('https://example.com/tool.wasm'), { code })
  })
})
