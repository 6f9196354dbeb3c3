import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import { type PushedComponent, type Registries, sha256Of } from '#artifacts'

import { findDebianProgram } from '../../helpers/debian-program.ts'
import { DockerRegistry } from '../../helpers/registry/docker-registry.ts'
import { FaultyFront } from '../../helpers/registry/faulty-front.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
const POLICY = 'version: "1.0"\npermissions: {}\n'

interface Published {
  readonly registry: DockerRegistry
  readonly home: TemporaryHome
  readonly registries: Registries
  readonly reference: string
  readonly component: PushedComponent
  readonly digest: string
}

/** A component with a policy beside it, in a registry of its own. */
async function publish(stack: AsyncDisposableStack): Promise<Published> {
  const registry = stack.use(await DockerRegistry.start(binary))
  const home = stack.use(await TemporaryHome.create())
  const registries = await home.artifacts().registries()
  const reference = `oci://${registry.host}/user/charcount:1`
  const component: PushedComponent = {
    bytes: sampleComponent(100_000),
    title: 'charcount.wasm',
    world: { imports: [], exports: ['count'] },
    created: new Date(0),
    annotations: { mine: 'yes' },
    policy: { bytes: Buffer.from(POLICY), form: 'referrer' },
  }
  const { digest } = await registries.push(reference, component)
  return { registry, home, registries, reference, component, digest }
}

describe('a copy', () => {
  it('is the same in another registry, with what lies beside it', async () => {
    await using stack = new AsyncDisposableStack()
    const { registries, reference, component, digest } = await publish(stack)
    const other = stack.use(await DockerRegistry.start(binary))
    const stranger = stack.use(await TemporaryHome.create())
    const target = `oci://${other.host}/copies/charcount:2`

    assert.deepEqual(await registries.copy(reference, target), { digest, referrers: 1 })
    assert.deepEqual(await registries.copy(reference, target), { digest, referrers: 1 })

    const artifact = await stranger.artifacts().fetchArtifact(target)
    assert.deepEqual(await readFile(artifact.path), component.bytes)
    assert.equal(artifact.policy, POLICY)
    const { referrers } = await registries.describe(target)
    assert.equal(referrers.length, 1)
  })

  it('moves no byte inside a registry', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, reference } = await publish(stack)
    const front = stack.use(await FaultyFront.start(registry.host, []))
    const home = stack.use(await TemporaryHome.create())
    const registries = await home.artifacts().registries()
    const source = reference.replace(registry.host, front.host)

    await registries.copy(source, `oci://${front.host}/user/renamed:1`)

    const moved = front.requests.filter((request) => /^(?:GET|PUT|PATCH) \S*\/blobs\//.test(request))
    assert.deepEqual(moved, [])
  })

  it('refuses a target that is not one tag', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, registries, reference, digest } = await publish(stack)
    for (const target of [`@${digest}`, '@^1']) {
      await assert.rejects(registries.copy(reference, `oci://${registry.host}/a/b${target}`), {
        code: 'REFERENCE_INVALID',
      })
    }
  })

  it('says what is not there', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, registries, reference } = await publish(stack)
    await assert.rejects(registries.copy(`oci://${registry.host}/user/charcount:9`, reference), {
      code: 'TAG_NOT_FOUND',
    })
  })
})

describe('the description of an artifact', () => {
  it('has its manifest, config, layers, wishes and what refers to it', async () => {
    await using stack = new AsyncDisposableStack()
    const { registries, reference, component, digest } = await publish(stack)
    const { config, layers, annotations, policy, referrers, manifest, componentPath } =
      await registries.describe(reference)
    assert.equal(manifest.digest, digest)
    assert.deepEqual(annotations, { mine: 'yes' })
    assert.deepEqual(config, {
      created: '1970-01-01T00:00:00.000Z',
      author: null,
      architecture: 'wasm',
      os: 'wasip2',
      layerDigests: [sha256Of(component.bytes)],
      component: { exports: ['count'], imports: [], target: null },
    })
    assert.deepEqual(layers, [
      {
        mediaType: 'application/wasm',
        digest: sha256Of(component.bytes),
        size: 100_000,
        annotations: { 'org.opencontainers.image.title': 'charcount.wasm' },
      },
    ])
    assert.equal(policy, POLICY)
    assert.deepEqual(
      referrers.map(({ artifactType }) => artifactType),
      ['application/vnd.wasm.policy.v1+yaml'],
    )
    assert.deepEqual(await readFile(componentPath), component.bytes)
  })
})
