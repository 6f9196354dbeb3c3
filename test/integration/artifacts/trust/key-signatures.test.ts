import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { type Artifacts, sha256Of, type VerifiedArtifact } from '#artifacts'

import { pushComponent, type PushTarget } from '../../../../tools/embedded-registry/push-component.ts'
import { findDebianProgram } from '../../../helpers/debian-program.ts'
import { DockerRegistry } from '../../../helpers/registry/docker-registry.ts'
import { sampleComponent } from '../../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../../helpers/registry/temporary-home.ts'
import {
  attachBundles,
  attachSimpleSigning,
  simpleSigningPayload,
} from '../../../helpers/signatures/attach.ts'
import { keyBundle, statementAbout } from '../../../helpers/signatures/key-bundle.ts'
import { MemoryPins } from '../../../helpers/signatures/memory-pins.ts'
import { makeSigningKey, type SigningKey } from '../../../helpers/signatures/signing-key.ts'

const TRUSTED = makeSigningKey()
const STRANGER = makeSigningKey()
const OTHER_DIGEST = `sha256:${'1'.repeat(64)}`

let registry: DockerRegistry
let count = 0

before(async () => {
  const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
  registry = await DockerRegistry.start(binary)
})

after(() => registry[Symbol.asyncDispose]())

interface Scene {
  readonly home: TemporaryHome
  readonly target: PushTarget
  readonly manifestDigest: string
  readonly componentHex: string
  readonly artifacts: Artifacts
  readonly reference: string
}

/** A component in a repository of its own, where one key is trusted. */
async function scene(home: TemporaryHome, key: SigningKey = TRUSTED): Promise<Scene> {
  count += 1
  const target = registry.pushTarget(`ada/tool-${count}`, '1')
  const bytes = sampleComponent()
  const manifestDigest = await pushComponent(target, bytes)
  const path = await home.write('cosign.pub', key.publicPem)
  const artifacts = home.artifacts({
    trust: {
      default: 'off',
      rules: [{ match: '*/ada/*', kind: 'signed-by', any: [{ kind: 'key', path }], predicates: null }],
      trustedRoot: null,
      pins: new MemoryPins(),
    },
  })
  const componentHex = sha256Of(bytes).replace('sha256:', '')
  return {
    home,
    target,
    manifestDigest,
    componentHex,
    artifacts,
    reference: `oci://${registry.host}/ada/tool-${count}:1`,
  }
}

function load({ artifacts, reference }: Scene): Promise<VerifiedArtifact> {
  return artifacts.fetchArtifact(reference)
}

async function assertRefused(at: Scene, code: string): Promise<void> {
  await assert.rejects(load(at), { code })
  const blobs: readonly string[] = await readdir(join(at.home.storeDir, 'blobs', 'sha256'))
  assert.ok(!blobs.includes(at.componentHex), 'nothing of it was downloaded')
}

const SIGN: Readonly<Record<string, (at: Scene, key: SigningKey, digest: string) => Promise<void>>> = {
  'the form of cosign 2': ({ target, manifestDigest }, key, digest) =>
    attachSimpleSigning(target, manifestDigest, { key, payload: simpleSigningPayload(digest) }),
  'the form of cosign 3': ({ target, manifestDigest }, key, digest) =>
    attachBundles(target, manifestDigest, [keyBundle(key, statementAbout(digest))]),
}

for (const [form, sign] of Object.entries(SIGN)) {
  describe(`a signature in ${form}`, () => {
    it('by a key that is trusted lets its component in, and names the key', async () => {
      await using home = await TemporaryHome.create()
      const at = await scene(home)
      await sign(at, TRUSTED, at.manifestDigest)
      const { signer } = await load(at)
      assert.equal(signer?.kind, 'key')
      assert.match(signer?.kind === 'key' ? signer.fingerprint : '', /^sha256:[0-9a-f]{64}$/)
    })

    it('by another key does not', async () => {
      await using home = await TemporaryHome.create()
      const at = await scene(home)
      await sign(at, STRANGER, at.manifestDigest)
      await assertRefused(at, 'SIGNATURE_INVALID')
    })

    it('of another artifact does not', async () => {
      await using home = await TemporaryHome.create()
      const at = await scene(home)
      await sign(at, TRUSTED, OTHER_DIGEST)
      await assertRefused(at, 'SIGNATURE_INVALID')
    })

    it('is kept, so that the component loads again when the registry has lost it', async () => {
      await using home = await TemporaryHome.create()
      const at = await scene(home)
      await sign(at, TRUSTED, at.manifestDigest)
      const { signer } = await load(at)
      await attachBundles(at.target, at.manifestDigest, [])
      await attachSimpleSigning(at.target, at.manifestDigest, { key: STRANGER })
      assert.deepEqual((await load(at)).signer, signer)
    })
  })
}

describe('a component', () => {
  it('that nobody signed is refused where a key has to have signed it', async () => {
    await using home = await TemporaryHome.create()
    await assertRefused(await scene(home), 'SIGNATURE_MISSING')
  })
})
