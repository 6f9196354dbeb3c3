import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { type Artifacts, sha256Of, type VerifiedArtifact } from '#artifacts'

import { pushComponent, type PushTarget } from '../../../../tools/embedded-registry/push-component.ts'
import { findDebianProgram } from '../../../helpers/debian-program.ts'
import { DockerRegistry } from '../../../helpers/registry/docker-registry.ts'
import { ReferrersFront } from '../../../helpers/registry/referrers-front.ts'
import { sampleComponent } from '../../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../../helpers/registry/temporary-home.ts'
import {
  attachBundles,
  attachSimpleSigning,
  simpleSigningPayload,
  pushBundle,
  writeReferrers,
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
  readonly componentSize: number
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
    componentSize: bytes.length,
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

function signature({ manifestDigest }: Scene): Buffer {
  return keyBundle(TRUSTED, statementAbout(manifestDigest))
}

/** 60 documents that a registry lists and does not have. */
function missing(artifactType: string): readonly object[] {
  return Array.from({ length: 60 }, (_, index) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${index.toString(16).padStart(64, '0')}`,
    size: 10,
    artifactType,
  }))
}

describe('signatures', () => {
  it('are found where the registry lists them itself', async () => {
    await using home = await TemporaryHome.create()
    await using front = await ReferrersFront.start(registry.host)
    const at = await scene(home)
    const manifest = await pushBundle(at.target, signature(at), { subject: at.manifestDigest })
    front.list(at.manifestDigest, [manifest])
    const { signer } = await at.artifacts.fetchArtifact(at.reference.replace(registry.host, front.host))
    assert.notEqual(signer, null)
  })

  for (const artifactType of ['', 'application/vnd.oci.empty.v1+json']) {
    it(`are found in an index that calls them "${artifactType}"`, async () => {
      await using home = await TemporaryHome.create()
      const at = await scene(home)
      const manifest = await pushBundle(at.target, signature(at), { subject: at.manifestDigest })
      await writeReferrers(at.target, at.manifestDigest, [{ ...manifest, artifactType }])
      assert.notEqual((await load(at)).signer, null)
    })
  }

  it('are found among 60 other documents, and beside some that cannot be read', async () => {
    await using home = await TemporaryHome.create()
    await using front = await ReferrersFront.start(registry.host)
    const at = await scene(home)
    const manifest = await pushBundle(at.target, signature(at), { subject: at.manifestDigest })
    const artifactType = 'application/vnd.dev.sigstore.bundle.v0.3+json'
    const others = [{ digest: 'sha512:aa' }, {}, ...missing('application/spdx+json')]
    front.list(at.manifestDigest, [...others, { ...manifest, artifactType }])
    const { signer } = await at.artifacts.fetchArtifact(at.reference.replace(registry.host, front.host))
    assert.notEqual(signer, null)
  })

  it('are found beside one that is huge, which is not fetched', async () => {
    await using home = await TemporaryHome.create()
    const at = await scene(home)
    const huge = Buffer.alloc(3 * 1024 * 1024, ' ')
    await attachBundles(at.target, at.manifestDigest, [huge, signature(at)])
    assert.notEqual((await load(at)).signer, null)
  })

  it('do not count when 60 others come before them: the load is refused, not endless', async () => {
    await using home = await TemporaryHome.create()
    await using front = await ReferrersFront.start(registry.host)
    const at = await scene(home)
    const manifest = await pushBundle(at.target, signature(at), { subject: at.manifestDigest })
    front.list(at.manifestDigest, [...missing(''), manifest])
    const reference = at.reference.replace(registry.host, front.host)
    await assertRefused({ ...at, reference }, 'SIGNATURE_MISSING')
  })

  it('do not count when they are attached to another manifest', async () => {
    await using home = await TemporaryHome.create()
    const at = await scene(home)
    const manifest = await pushBundle(at.target, signature(at), { subject: OTHER_DIGEST })
    await writeReferrers(at.target, at.manifestDigest, [manifest])
    await assertRefused(at, 'SIGNATURE_MISSING')
  })

  it('do not cover a layer that was changed at the registry', async () => {
    await using home = await TemporaryHome.create()
    const at = await scene(home)
    await attachBundles(at.target, at.manifestDigest, [signature(at)])
    const folder = join('docker/registry/v2/blobs/sha256', at.componentHex.slice(0, 2), at.componentHex)
    const changed = sampleComponent(at.componentSize).fill(1, 8)
    await writeFile(join(registry.dataFolder, folder, 'data'), changed)
    await assertRefused(at, 'DIGEST_MISMATCH')
  })
})
