import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { POLICY_LAYER_TYPE, sha256Of, WASM_LAYER_TYPE, type VerifiedArtifact } from '#artifacts'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import {
  pushBlob,
  pushComponent,
  pushManifest,
  type PushedLayer,
} from '../../../tools/embedded-registry/push-component.ts'
import { MODULE_PREAMBLE, sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const COMPONENT = sampleComponent()
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'

function layer(mediaType: string, content: Uint8Array | string = COMPONENT): PushedLayer {
  return { mediaType, title: 'layer', bytes: Buffer.from(content) }
}

/** Pushes an artifact with these layers and pulls it; a failure must not leave the blob of a component. */
async function roundTrip(layers: readonly PushedLayer[]): Promise<VerifiedArtifact> {
  await using registry = await EmbeddedRegistry.start()
  await using home = await TemporaryHome.create()
  await pushComponent(registry.pushTarget('user/charcount', '1'), COMPONENT, { layers })
  try {
    return await home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`)
  } catch (error) {
    assert.equal((await readdir(join(home.storeDir, 'blobs', 'sha256'))).length, 1)
    throw error
  }
}

/** Pushes an index with these entries and pulls it. */
async function pullIndex(
  registry: EmbeddedRegistry,
  manifests: readonly Readonly<Record<string, unknown>>[],
): Promise<VerifiedArtifact> {
  await using home = await TemporaryHome.create()
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests }))
  await pushManifest(registry.pushTarget('user/charcount', 'many'), index, { mediaType: INDEX_TYPE })
  return await home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:many`)
}

describe('an artifact', () => {
  const wasmTypes = [
    'application/wasm',
    'application/vnd.wasm.content.layer.v1+wasm',
    'application/vnd.module.wasm.content.layer.v1+wasm',
    'application/vnd.bytecodealliance.wasm.component.layer.v0+wasm',
    'application/vnd.wasm.component.v1',
  ]
  for (const mediaType of wasmTypes) {
    it(`may hold its component as ${mediaType}`, async () => {
      assert.equal((await roundTrip([layer(mediaType)])).digest, sha256Of(COMPONENT))
    })
  }

  const policyTypes = [
    POLICY_LAYER_TYPE,
    'application/vnd.wassette.policy+yaml',
    'application/x-yaml',
    'text/yaml',
  ]
  for (const mediaType of policyTypes) {
    it(`may bring its wishes as ${mediaType}`, async () => {
      const { policy } = await roundTrip([layer(mediaType, 'version: "1.0"\n'), layer(WASM_LAYER_TYPE)])
      assert.equal(policy, 'version: "1.0"\n')
    })
  }

  it('counts with its first component and its first policy, whatever else it holds', async () => {
    const other = layer('application/vnd.example+json', '{}')
    const policies = [layer('text/yaml', 'first'), layer('text/yaml', 'second')]
    const artifact = await roundTrip([
      other,
      layer(WASM_LAYER_TYPE),
      layer(WASM_LAYER_TYPE, 'x'),
      ...policies,
    ])
    assert.equal(artifact.policy, 'first')
    assert.equal(artifact.digest, sha256Of(COMPONENT))
  })

  const refused: readonly [string, PushedLayer, RegExp][] = [
    ['a core module', layer(WASM_LAYER_TYPE, MODULE_PREAMBLE), /this is a core module/],
    ['a text', layer(WASM_LAYER_TYPE, 'hello'), /is not a WebAssembly file/],
    ['nothing', layer(WASM_LAYER_TYPE, ''), /it is empty/],
    [
      'a container',
      layer('application/vnd.oci.image.layer.v1.tar+gzip'),
      /is a container image, .*"wassette push" or "wkg oci push"/,
    ],
    ['a plain archive', layer('application/vnd.oci.image.layer.v1.tar'), /is a container image/],
    ["Docker's archive", layer('application/vnd.docker.image.rootfs.diff.tar.gzip'), /is a container image/],
    ['something else', layer('application/json\n"Obey!"'), /only "application\/json\?\?Obey\?\?"/],
  ]
  for (const [what, content, message] of refused) {
    it(`is refused when it holds ${what}`, async () => {
      await assert.rejects(roundTrip([content]), { code: 'NOT_A_COMPONENT', message })
    })
  }

  const configTypes = [
    'application/vnd.wasm.config.v0+json',
    'application/vnd.wasm.config.v1+json',
    'application/vnd.module.wasm.config.v1+json',
    'application/vnd.oci.image.config.v1+json',
    'application/vnd.oci.empty.v1+json',
  ]
  for (const mediaType of configTypes) {
    it(`may have a config of type ${mediaType}`, async () => {
      await using registry = await EmbeddedRegistry.start()
      await using home = await TemporaryHome.create()
      const target = registry.pushTarget('user/charcount', '1')
      const config = Buffer.from('{}')
      for (const bytes of [COMPONENT, config]) await pushBlob(target, bytes)
      const manifest = {
        schemaVersion: 2,
        config: { mediaType, digest: sha256Of(config), size: config.length },
        layers: [{ mediaType: WASM_LAYER_TYPE, digest: sha256Of(COMPONENT), size: COMPONENT.length }],
      }
      await pushManifest(target, Buffer.from(JSON.stringify(manifest)))
      const artifact = await home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`)
      assert.equal(artifact.digest, sha256Of(COMPONENT))
    })
  }

  it('is refused when it is an image that Docker runs as WebAssembly', async () => {
    await using registry = await EmbeddedRegistry.start()
    const layers = [layer('application/vnd.oci.image.layer.v1.tar+gzip', 'an archive with a module')]
    const digest = await pushComponent(registry.pushTarget('user/charcount', '1'), COMPONENT, { layers })
    const platform = { architecture: 'wasm', os: 'wasi', variant: 'compat' }
    await assert.rejects(pullIndex(registry, [{ digest, size: 400, mediaType: 'a', platform }]), {
      code: 'NOT_A_COMPONENT',
      message: /is a container image/,
    })
  })

  it('is refused when its policy is endless or no text', async () => {
    const component = layer(WASM_LAYER_TYPE)
    await using registry = await EmbeddedRegistry.start()
    await using home = await TemporaryHome.create()
    const reference = `oci://${registry.host}/user/charcount:1`
    const target = registry.pushTarget('user/charcount', '1')
    await pushComponent(target, COMPONENT, { layers: [component, layer('text/yaml', 'a'.repeat(300_000))] })
    await assert.rejects(home.artifacts().fetchArtifact(reference), { code: 'TOO_LARGE' })
    await pushComponent(target, COMPONENT, {
      layers: [component, layer('text/yaml', Buffer.from([0xff, 0xfe]))],
    })
    await assert.rejects(home.artifacts().fetchArtifact(reference), { code: 'POLICY_INVALID' })
  })

  it('cannot pass off another blob of the store as its component', async () => {
    await using registry = await EmbeddedRegistry.start()
    await using home = await TemporaryHome.create()
    const target = registry.pushTarget('user/charcount', '1')
    const policy = layer('text/yaml', 'a policy')
    await pushComponent(target, COMPONENT, { layers: [layer(WASM_LAYER_TYPE), policy] })
    await home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`)
    await pushComponent(target, COMPONENT, { layers: [{ ...policy, mediaType: WASM_LAYER_TYPE }] })
    await assert.rejects(home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`), {
      code: 'NOT_A_COMPONENT',
    })
  })
})

async function entryOf(registry: EmbeddedRegistry): Promise<Readonly<Record<string, unknown>>> {
  const digest = await pushComponent(registry.pushTarget('user/charcount', '1'), COMPONENT)
  return { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 438 }
}

describe('a manifest that lies about a blob of the store', () => {
  it('cannot have it read whole as a policy', async () => {
    await using registry = await EmbeddedRegistry.start()
    await using home = await TemporaryHome.create()
    const target = registry.pushTarget('user/charcount', '1')
    const reference = `oci://${registry.host}/user/charcount:1`
    await pushComponent(target, COMPONENT)
    await home.artifacts().fetchArtifact(reference)
    const component = { mediaType: WASM_LAYER_TYPE, digest: sha256Of(COMPONENT), size: COMPONENT.length }
    const layers = [component, { ...component, mediaType: POLICY_LAYER_TYPE, size: 5 }]
    await pushManifest(target, Buffer.from(JSON.stringify({ layers })))

    await assert.rejects(home.artifacts().fetchArtifact(reference), { code: 'MANIFEST_INVALID' })
  })
})

describe('an index', () => {
  const amd64 = {
    digest: sha256Of(Buffer.from('amd64')),
    size: 1,
    mediaType: 'a',
    platform: { architecture: 'amd64', os: 'linux' },
  }

  it('leads to its only entry', async () => {
    await using registry = await EmbeddedRegistry.start()
    assert.equal((await pullIndex(registry, [await entryOf(registry)])).digest, sha256Of(COMPONENT))
  })

  it('leads to the entry for WebAssembly', async () => {
    await using registry = await EmbeddedRegistry.start()
    const wasm = { ...(await entryOf(registry)), platform: { architecture: 'wasm', os: 'wasip2' } }
    assert.equal((await pullIndex(registry, [amd64, wasm])).digest, sha256Of(COMPONENT))
  })

  it('leads to the entry whose config is that of WebAssembly', async () => {
    await using registry = await EmbeddedRegistry.start()
    const wasm = { ...(await entryOf(registry)), artifactType: 'application/vnd.wasm.config.v0+json' }
    assert.equal((await pullIndex(registry, [amd64, wasm])).digest, sha256Of(COMPONENT))
  })

  it('leads to the first of several, and to no core module where there is a component', async () => {
    await using registry = await EmbeddedRegistry.start()
    const wasm = { ...(await entryOf(registry)), platform: { architecture: 'wasm', os: 'wasip2' } }
    const other = { ...amd64, platform: { architecture: 'wasm', os: 'wasip2' } }
    const module = { ...amd64, platform: { architecture: 'wasm', os: 'wasip1' } }
    assert.equal((await pullIndex(registry, [amd64, wasm, other])).digest, sha256Of(COMPONENT))
    assert.equal((await pullIndex(registry, [module, wasm])).digest, sha256Of(COMPONENT))
  })

  it("may be Docker's list", async () => {
    await using registry = await EmbeddedRegistry.start()
    await using home = await TemporaryHome.create()
    const wasm = { ...(await entryOf(registry)), platform: { architecture: 'wasm', os: 'wasip2' } }
    const mediaType = 'application/vnd.docker.distribution.manifest.list.v2+json'
    const list = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests: [amd64, wasm] }))
    await pushManifest(registry.pushTarget('user/charcount', 'many'), list, { mediaType })
    const artifact = await home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:many`)
    assert.equal(artifact.digest, sha256Of(COMPONENT))
  })

  it('is refused when nothing in it is WebAssembly', async () => {
    await using registry = await EmbeddedRegistry.start()
    await assert.rejects(pullIndex(registry, [amd64, amd64]), {
      code: 'NOT_A_COMPONENT',
      message: /"linux\/amd64"/,
    })
  })

  it('is not followed into another index', async () => {
    await using registry = await EmbeddedRegistry.start()
    const inner = Buffer.from(JSON.stringify({ manifests: [] }))
    await pushManifest(registry.pushTarget('user/charcount', 'inner'), inner)
    const entry = { mediaType: INDEX_TYPE, digest: sha256Of(inner), size: inner.length }
    await assert.rejects(pullIndex(registry, [entry]), { code: 'NOT_A_COMPONENT' })
  })
})

describe('a manifest that is not one', () => {
  for (const document of [
    '[]',
    'null',
    '{"layers":{}}',
    '{"layers":[{"digest":"../../etc","size":1,"mediaType":"a"}]}',
  ]) {
    it(`is refused: ${document}`, async () => {
      await using registry = await EmbeddedRegistry.start()
      await using home = await TemporaryHome.create()
      const target = registry.pushTarget('user/charcount', '1')
      await pushBlob(target, COMPONENT)
      await pushManifest(target, Buffer.from(document))
      await assert.rejects(home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`), {
        code: 'MANIFEST_INVALID',
      })
    })
  }
})
