import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { sha256Of, type ArtifactSettings } from '#artifacts'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushBlob, pushComponent, pushManifest } from '../../../tools/embedded-registry/push-component.ts'
import { findDebianProgram } from '../../helpers/debian-program.ts'
import { DockerRegistry } from '../../helpers/registry/docker-registry.ts'
import { FaultyFront, type Fault } from '../../helpers/registry/faulty-front.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const COMPONENT = sampleComponent()
const USER = { username: 'user', password: 'pass:word' }

interface Places {
  readonly origin: EmbeddedRegistry
  readonly mirror: EmbeddedRegistry
  readonly home: TemporaryHome
  readonly digest: string
}

/** A registry and a mirror that has the same under another path. */
async function setUp(stack: AsyncDisposableStack): Promise<Places> {
  const origin = stack.use(await EmbeddedRegistry.start())
  const mirror = stack.use(await EmbeddedRegistry.start())
  const digest = await pushComponent(origin.pushTarget('user/charcount', '1'), COMPONENT)
  await copy(origin, mirror, digest)
  origin.requests.length = 0
  mirror.requests.length = 0
  return { origin, mirror, digest, home: stack.use(await TemporaryHome.create()) }
}

/** Puts the very manifest and its blobs into the mirror. */
async function copy(origin: EmbeddedRegistry, mirror: EmbeddedRegistry, digest: string): Promise<void> {
  const target = mirror.pushTarget('copies/user/charcount', '1')
  const answer = await fetch(`http://${origin.host}/v2/user/charcount/manifests/${digest}`)
  const manifest = Buffer.from(await answer.arrayBuffer())
  const [config = ''] = manifest.toString().match(/(?<="config":\{"digest":")sha256:\w+/) ?? []
  const blob = await fetch(`http://${origin.host}/v2/user/charcount/blobs/${config}`)
  for (const bytes of [COMPONENT, Buffer.from(await blob.arrayBuffer())]) await pushBlob(target, bytes)
  await pushManifest(target, manifest)
}

function mirrored({ origin, mirror }: Places, more: Partial<ArtifactSettings['registries']> = {}) {
  return { registries: { mirrors: { [origin.host]: [`${mirror.host}/copies`] }, ...more } }
}

function pullsOf(requests: readonly string[]): number {
  return requests.filter((request) => request.includes(`/blobs/${sha256Of(COMPONENT)}`)).length
}

describe('a mirror', () => {
  it('gives blobs, while the registry says what a tag leads to', async () => {
    await using stack = new AsyncDisposableStack()
    const places = await setUp(stack)
    const artifacts = places.home.artifacts(mirrored(places))
    const { source } = await artifacts.fetchArtifact(`oci://${places.origin.host}/user/charcount:1`)
    assert.ok(places.origin.requests.includes('GET /v2/user/charcount/manifests/1'))
    assert.equal(pullsOf(places.origin.requests), 0)
    assert.equal(pullsOf(places.mirror.requests), 1)
    assert.equal(source.kind === 'oci' && source.registry, places.origin.host)
  })

  it('is all that a digest needs', async () => {
    await using stack = new AsyncDisposableStack()
    const places = await setUp(stack)
    const artifacts = places.home.artifacts(mirrored(places))
    await places.origin.close()
    await artifacts.fetchArtifact(`oci://${places.origin.host}/user/charcount@${places.digest}`)
  })

  it('says what a tag leads to where it was told that it may', async () => {
    await using stack = new AsyncDisposableStack()
    const places = await setUp(stack)
    await places.origin.close()
    const reference = `oci://${places.origin.host}/user/charcount:1`
    await assert.rejects(places.home.artifacts(mirrored(places)).fetchArtifact(reference), {
      code: 'HOST_UNREACHABLE',
    })
    await places.home.artifacts(mirrored(places, { mirrorTags: true })).fetchArtifact(reference)
  })

  const faults: readonly [string, Fault][] = [
    ['has nothing', ({ response }) => response.writeHead(404).end()],
    [
      'asks for a login',
      ({ response }) => response.writeHead(401, { 'www-authenticate': 'Basic realm="m"' }).end(),
    ],
    ['is out of order', ({ response }) => response.writeHead(503).end()],
    ['breaks off', ({ response }) => response.destroy()],
    ['has other bytes', (_, pass) => pass({ body: sampleComponent(COMPONENT.length - 1) })],
    ['has too much', (_, pass) => pass({ body: Buffer.concat([COMPONENT, COMPONENT]) })],
    ['has a web page', (_, pass) => pass({ body: Buffer.from('<html>') })],
  ]
  for (const [what, fault] of faults) {
    it(`that ${what} is passed over`, async () => {
      await using stack = new AsyncDisposableStack()
      const places = await setUp(stack)
      const front = stack.use(await FaultyFront.start(places.mirror.host, [[/\/copies\//, fault]]))
      const settings = mirrored(places, {
        mirrors: { [places.origin.host]: [`${front.host}/copies`, '127.0.0.1:1/nowhere'] },
      })
      const reference = `oci://${places.origin.host}/user/charcount@${places.digest}`
      const artifact = await places.home.artifacts(settings).fetchArtifact(reference)
      assert.equal(artifact.digest, sha256Of(COMPONENT))
      assert.equal(pullsOf(places.origin.requests), 1)
    })
  }

  it('never gets the login of the registry', async () => {
    await using stack = new AsyncDisposableStack()
    const places = await setUp(stack)
    const seen: (string | undefined)[] = []
    const curious = stack.use(
      await FaultyFront.start(places.mirror.host, [
        [
          /\/copies\//,
          ({ request, response }) => {
            seen.push(request.headers.authorization)
            response.writeHead(401, { 'www-authenticate': 'Basic realm="the registry"' }).end()
          },
        ],
      ]),
    )
    const login = stack.use(await EmbeddedRegistry.start({ kind: 'basic', ...USER }))
    await pushComponent(login.pushTarget('user/charcount', '1'), COMPONENT)
    await places.home.dockerLogin(login.host, USER.username, USER.password)
    const settings = {
      registries: { mirrors: { [login.host]: [`${curious.host}/copies`] } },
      wkgLogins: { bearers: {}, anyRegistry: USER },
      typedReference: `oci://${login.host}/user/charcount:1`,
    }
    await places.home.artifacts(settings).fetchArtifact(`oci://${login.host}/user/charcount:1`)
    assert.ok(seen.length > 0)
    assert.deepEqual(
      seen.filter((header) => header !== undefined),
      [],
    )
  })

  it('may be a docker-registry that fetches what it lacks', async () => {
    const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
    await using stack = new AsyncDisposableStack()
    const origin = stack.use(await DockerRegistry.start(binary))
    const mirror = stack.use(await DockerRegistry.start(binary, { mirrorOf: `http://${origin.host}` }))
    const home = stack.use(await TemporaryHome.create())
    await pushComponent(origin.pushTarget('user/charcount', '1'), COMPONENT)
    const settings = { registries: { mirrors: { 'registry.invalid': [mirror.host] }, mirrorTags: true } }
    const artifact = await home.artifacts(settings).fetchArtifact('oci://registry.invalid/user/charcount:1')
    assert.equal(artifact.digest, sha256Of(COMPONENT))
  })
})
