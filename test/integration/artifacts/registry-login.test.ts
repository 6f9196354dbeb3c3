import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { FaultyFront } from '../../helpers/registry/faulty-front.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'
import { planted } from '../../helpers/planted.ts'

const USER = { username: 'user', password: planted('pass:word') }
const READY_TOKEN = planted('bearer-token')

/** A registry with a public and a private repository, and a home without logins. */
async function setUp(
  stack: AsyncDisposableStack,
): Promise<{ registry: EmbeddedRegistry; home: TemporaryHome }> {
  const registry = stack.use(
    await EmbeddedRegistry.start({ kind: 'bearer', ...USER, publicRepositories: ['open/charcount'] }),
  )
  for (const repository of ['open/charcount', 'user/charcount']) {
    await pushComponent(registry.pushTarget(repository, '1'), sampleComponent())
  }
  registry.requests.length = 0
  return { registry, home: stack.use(await TemporaryHome.create()) }
}

describe('a registry with tokens', () => {
  it('is asked for one token, which serves until it expires', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    await home.dockerLogin(registry.host, USER.username, USER.password)
    const artifacts = home.artifacts()
    await artifacts.fetchArtifact(`oci://${registry.host}/user/charcount:1`)
    await artifacts.fetchArtifact(`oci://${registry.host}/user/charcount:1`)

    const tokens = registry.requests.filter((request) => request.startsWith('GET /token'))
    const scope = encodeURIComponent('repository:user/charcount:pull')
    assert.deepEqual(tokens, [`GET /token?service=embedded-registry&scope=${scope}&client_id=wassette`])
  })

  it('is asked again when it forgets its tokens', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    await home.dockerLogin(registry.host, USER.username, USER.password)
    const stale = (path: RegExp): Promise<FaultyFront> =>
      FaultyFront.start(registry.host, [
        [
          path,
          ({ request, response, repetition }, pass) => {
            if (request.headers.authorization === undefined || repetition !== 1) return pass()
            const realm = `Bearer realm="http://${registry.host}/token",service="embedded-registry"`
            response.writeHead(401, { 'www-authenticate': realm }).end()
          },
        ],
      ])
    const front = stack.use(await stale(/\/blobs\//))
    await home.dockerLogin(front.host, USER.username, USER.password)

    await home.artifacts().fetchArtifact(`oci://${front.host}/user/charcount:1`)
  })

  it('gives each refusal its advice', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const { host } = registry
    const fetch = (repository: string): Promise<unknown> =>
      home.artifacts().fetchArtifact(`oci://${host}/${repository}:1`)

    await fetch('open/charcount')
    await assert.rejects(fetch('user/charcount'), {
      code: 'LOGIN_REQUIRED',
      message: `"${host}/user/charcount" is private or does not exist: run "docker login ${host}", ask its owner to make the package public, or check the name`,
    })
    await home.dockerLogin(host, 'user', planted('wrong'))
    await fetch('open/charcount')
    await assert.rejects(fetch('user/charcount'), {
      code: 'LOGIN_REFUSED',
      message: `"${host}" does not accept the login of "user", and "${host}/user/charcount" cannot be read without one: run "docker login ${host}" again`,
    })
    await home.dockerLogin(host, USER.username, USER.password)
    await assert.rejects(fetch('user/other'), {
      code: 'ARTIFACT_NOT_FOUND',
      message: `"${host}/user/other" does not exist, has no such tag or is hidden: check the name and the tag, or ask its owner for access`,
    })
  })

  it('tells a login without access from no login', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const front = stack.use(
      await FaultyFront.start(registry.host, [[/\/manifests\//, (_, pass) => pass({ status: 403 })]]),
    )
    await assert.rejects(home.artifacts().fetchArtifact(`oci://${front.host}/user/charcount:1`), {
      code: 'LOGIN_REQUIRED',
    })
    const logins = [{ registry: front.host, credential: { kind: 'bearer', token: READY_TOKEN } as const }]
    const denied: FaultyFront = stack.use(
      await FaultyFront.start(registry.host, [
        [/\/manifests\//, ({ request }, pass) => pass(request.headers.authorization ? { status: 403 } : {})],
      ]),
    )
    const access = [
      ...logins,
      { registry: denied.host, credential: { kind: 'bearer', token: READY_TOKEN } as const },
    ]
    await assert.rejects(
      home.artifacts({ logins: access }).fetchArtifact(`oci://${denied.host}/user/charcount:1`),
      {
        code: 'ACCESS_DENIED',
      },
    )
  })
})

/** A front whose challenge names another realm. */
async function hostile(registry: EmbeddedRegistry, challenge: string): Promise<FaultyFront> {
  return FaultyFront.start(registry.host, [
    [/\/v2\//, ({ response }) => response.writeHead(401, { 'www-authenticate': challenge }).end()],
  ])
}

describe('a registry that wants our login elsewhere', () => {
  it('does not get it', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    for (const realm of ['http://169.254.169.254/token', 'file:///token', 'not an address', '']) {
      const front = stack.use(await hostile(registry, `Bearer realm="${realm}"`))
      await home.dockerLogin(front.host, USER.username, USER.password)
      await assert.rejects(home.artifacts().fetchArtifact(`oci://${front.host}/user/charcount:1`), {
        code: 'REALM_REFUSED',
      })
    }
  })

  it('is told that its kind of login is not known', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const front = stack.use(await hostile(registry, 'Negotiate'))
    await assert.rejects(home.artifacts().fetchArtifact(`oci://${front.host}/user/charcount:1`), {
      code: 'AUTH_UNSUPPORTED',
    })
  })
})

describe('a token server that answers nonsense', () => {
  for (const body of ['', '{}', '<html>', '{"token":"a\\nb"}', '{"token":5}']) {
    it(`is refused: ${body || 'nothing'}`, async () => {
      await using stack = new AsyncDisposableStack()
      const { registry, home } = await setUp(stack)
      const front = stack.use(
        await FaultyFront.start(registry.host, [
          [/\/token/, ({ response }) => response.writeHead(200).end(body)],
        ]),
      )
      // The registry names its realm by the host that it was asked at.
      const realm = `Bearer realm="http://${front.host}/token"`
      const asking = stack.use(
        await FaultyFront.start(registry.host, [
          [/\/v2\//, ({ response }) => response.writeHead(401, { 'www-authenticate': realm }).end()],
        ]),
      )
      await assert.rejects(home.artifacts().fetchArtifact(`oci://${asking.host}/open/charcount:1`), {
        code: 'TOKEN_INVALID',
      })
    })
  }
})

describe('a registry with passwords', () => {
  it('sees the login of its own host only', async () => {
    await using registry = await EmbeddedRegistry.start({ kind: 'basic', ...USER })
    await using home = await TemporaryHome.create()
    await pushComponent(registry.pushTarget('user/charcount', '1'), sampleComponent())
    const reference = `oci://${registry.host}/user/charcount:1`

    await home.dockerLogin(registry.host.slice(0, -1), USER.username, USER.password)
    await assert.rejects(home.artifacts().fetchArtifact(reference), { code: 'LOGIN_REQUIRED' })
    await home.dockerLogin(registry.host, USER.username, USER.password)
    await home.artifacts().fetchArtifact(reference)
  })

  it('is asked with a login that was made while the server runs', async () => {
    await using registry = await EmbeddedRegistry.start({ kind: 'basic', ...USER })
    await using home = await TemporaryHome.create()
    await pushComponent(registry.pushTarget('user/charcount', '1'), sampleComponent())
    const artifacts = home.artifacts()
    const reference = `oci://${registry.host}/user/charcount:1`

    await assert.rejects(artifacts.fetchArtifact(reference), { code: 'LOGIN_REQUIRED' })
    await home.dockerLogin(registry.host, 'user', planted('wrong'))
    await assert.rejects(artifacts.fetchArtifact(reference), { code: 'LOGIN_REFUSED' })
    await home.dockerLogin(registry.host, USER.username, USER.password)
    await artifacts.fetchArtifact(reference)
  })
})
