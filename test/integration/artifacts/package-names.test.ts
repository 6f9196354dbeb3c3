import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { VerifiedArtifact } from '#artifacts'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { FaultyFront, type Exchange, type Fault } from '../../helpers/registry/faulty-front.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const TAGS = ['0.1.0', '0.1.2', '0.2.0', '1.0.0-rc.1', 'latest', 'v9.0.0']

/** A registry with many versions of one component, and a home whose wkg configuration names it. */
async function setUp(stack: AsyncDisposableStack) {
  const registry = stack.use(await EmbeddedRegistry.start())
  for (const tag of TAGS) await pushComponent(registry.pushTarget('user/charcount', tag), sampleComponent())
  registry.requests.length = 0
  const home = stack.use(await TemporaryHome.create())
  await mapTo(registry.host, home)
  return { registry, home }
}

/** Says in wkg's words that a host holds the packages of `user`. */
async function mapTo(host: string, home: TemporaryHome): Promise<void> {
  const content = `[namespace_registries]\nuser = "${host}"\n`
  await home.write('.config/wasm-pkg/config.toml', content)
}

async function fetchNamed(reference: string, home: TemporaryHome): Promise<VerifiedArtifact> {
  const wkgConfigFile = `${home.path}/.config/wasm-pkg/config.toml`
  return home.artifacts({ wkgConfigFile }).fetchArtifact(reference)
}

async function tagOf(reference: string, home: TemporaryHome): Promise<string | null> {
  const { source } = await fetchNamed(reference, home)
  return source.kind === 'oci' ? source.tag : null
}

describe('a package by its name', () => {
  it('is the version that is asked for, without a list of tags', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const artifact = await fetchNamed('user:charcount@0.1.0', home)
    assert.equal(artifact.suggestedId, 'user_charcount')
    assert.equal(artifact.reference, `oci://${registry.host}/user/charcount:0.1.0`)
    assert.deepEqual(
      registry.requests.map((request) => request.replace(/sha256[:-]\w+/, 'DIGEST')),
      [
        'GET /.well-known/wasm-pkg/registry.json',
        'GET /v2/user/charcount/manifests/0.1.0',
        'GET /v2/user/charcount/blobs/DIGEST',
        'GET /v2/user/charcount/referrers/DIGEST',
        'GET /v2/user/charcount/manifests/DIGEST',
        'GET /v2/user/charcount/blobs/DIGEST',
      ],
    )
  })

  it('is the highest that fits, and stable unless a pre-release is asked for', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    assert.equal(await tagOf('user:charcount', home), '0.2.0')
    assert.equal(await tagOf('user:charcount@*', home), '0.2.0')
    assert.equal(await tagOf('user:charcount@^0.1', home), '0.1.2')
    assert.equal(await tagOf('user:charcount@>=1.0.0-rc.1', home), '1.0.0-rc.1')
    assert.equal(await tagOf(`oci://${registry.host}/user/charcount@^0.1`, home), '0.1.2')
    await assert.rejects(fetchNamed('user:charcount@^3', home), { code: 'VERSION_NOT_FOUND' })
    await assert.rejects(fetchNamed('user:charcount@0.1.1', home), { code: 'TAG_NOT_FOUND' })
    await assert.rejects(fetchNamed('user:other', home), { code: 'ARTIFACT_NOT_FOUND' })
    await assert.rejects(fetchNamed('other:charcount', home), { code: 'PACKAGE_UNMAPPED' })
  })

  it('is found where the page of its registry says', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    await pushComponent(registry.pushTarget('deep/user/charcount', '7.0.0'), sampleComponent())
    const page = JSON.stringify({ oci: { registry: registry.host, namespacePrefix: 'deep/' } })
    const front = stack.use(await pageServer(({ response }) => response.writeHead(200).end(page), registry))
    await mapTo(front.host, home)
    assert.equal(await tagOf('user:charcount', home), '7.0.0')
  })

  const pages: readonly [string, Fault, string][] = [
    ['is out of order', ({ response }) => response.writeHead(500).end(), 'REGISTRY_METADATA_INVALID'],
    ['is no JSON', ({ response }) => response.writeHead(200).end('<html>'), 'REGISTRY_METADATA_INVALID'],
    ['does not end', ({ response }) => response.writeHead(200).end(Buffer.alloc(200_000)), 'TOO_LARGE'],
    [
      'lies inside the network',
      ({ response }) => response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
      'REDIRECT_REFUSED',
    ],
  ]
  for (const [what, fault, code] of pages) {
    it(`is not looked for where the page of its registry ${what}`, async () => {
      await using stack = new AsyncDisposableStack()
      const { registry, home } = await setUp(stack)
      const front = stack.use(await pageServer(fault, registry))
      await mapTo(front.host, home)
      await assert.rejects(fetchNamed('user:charcount', home), { code })
    })
  }
})

/** A front whose page about packages is another one. */
function pageServer(fault: Fault, registry: EmbeddedRegistry): Promise<FaultyFront> {
  return FaultyFront.start(registry.host, [[/^\/\.well-known\//, fault]])
}

function list(tags: readonly string[], link?: string): Fault {
  return ({ response }) => {
    const body = JSON.stringify({ name: 'user/charcount', tags })
    response.writeHead(200, link === undefined ? {} : { link }).end(body)
  }
}

/** A page with one new tag, after which there is another. */
function endless(exchange: Exchange, pass: () => void): void {
  const tag = `0.0.${Math.floor(Math.random() * 1e9)}`
  list([tag], `</v2/user/charcount/tags/list?last=${tag}>; rel="next"`)(exchange, pass)
}

describe('a list of tags', () => {
  it('is read page by page, at the registry and nowhere else', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const front = stack.use(
      await FaultyFront.start(registry.host, [
        [/last=0\.1\.2/, list(['0.2.0'])],
        [/tags\/list/, list(['0.1.0', '0.1.2'], '<https://169.254.169.254/x?n=2&last=0.1.2>; rel="next"')],
      ]),
    )
    assert.equal(await tagOf(`oci://${front.host}/user/charcount@*`, home), '0.2.0')
    assert.deepEqual(front.requests.slice(0, 2), [
      'GET /v2/user/charcount/tags/list?n=1000',
      'GET /v2/user/charcount/tags/list?n=2&last=0.1.2',
    ])
  })

  it('may lead in a circle or hold nothing', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const circle = list(['0.1.0'], '</v2/user/charcount/tags/list?last=0.1.0>; rel="next"')
    const front = stack.use(await FaultyFront.start(registry.host, [[/tags\/list/, circle]]))
    assert.equal(await tagOf(`oci://${front.host}/user/charcount@*`, home), '0.1.0')
    assert.equal(front.requests.filter((request) => request.includes('tags/list')).length, 2)
  })

  it('ends after so many pages', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const front = stack.use(await FaultyFront.start(registry.host, [[/tags\/list/, endless]]))
    await assert.rejects(fetchNamed(`oci://${front.host}/user/charcount@*`, home), {
      code: 'TAG_LIST_INVALID',
    })
  })

  it('is refused when it is nonsense', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const front = stack.use(
      await FaultyFront.start(registry.host, [
        [/tags\/list/, ({ response }) => response.writeHead(200).end('{"tags":5}')],
      ]),
    )
    await assert.rejects(fetchNamed(`oci://${front.host}/user/charcount@*`, home), {
      code: 'TAG_LIST_INVALID',
    })
  })
})
