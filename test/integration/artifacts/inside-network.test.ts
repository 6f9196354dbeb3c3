import assert from 'node:assert/strict'
import { createServer as createTlsServer } from 'node:https'
import type { LookupFunction } from 'node:net'
import { describe, it } from 'node:test'

import type { ArtifactSettings } from '#artifacts'

import { createCertificates } from '../../helpers/registry/certificates.ts'
import { LoopbackServer } from '../../helpers/registry/loopback-server.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const { authority, server: identity } = createCertificates()

/** Lets every name lead to this machine, as whoever owns it could. */
const toThisMachine: LookupFunction = (_hostname, _options, callback) =>
  callback(null, [{ address: '127.0.0.1', family: 4 }])

/** A TLS server under the name `registry.test`, which counts who comes. */
async function startServer(location?: string): Promise<{ server: LoopbackServer; visits: string[] }> {
  const visits: string[] = []
  const server = await LoopbackServer.start(
    (request, response) => {
      visits.push(request.url ?? '')
      if (location === undefined) response.end(sampleComponent())
      else response.writeHead(302, { location }).end()
    },
    createTlsServer({ cert: identity.certificate, key: identity.key }),
  )
  return { server, visits }
}

async function fetchFrom(
  stack: AsyncDisposableStack,
  reference: string,
  settings: Partial<ArtifactSettings>,
): Promise<unknown> {
  const home = stack.use(await TemporaryHome.create())
  const ca = await home.write('ca.pem', authority.certificate)
  return home.artifacts({ caFile: ca, lookup: toThisMachine, ...settings }).fetchArtifact(reference)
}

describe('an address inside the network', () => {
  for (const host of ['169.254.169.254', '10.0.0.1:5000', '[fd00::1]', '[::ffff:192.168.0.1]', '0.0.0.0']) {
    it(`is not asked for a model: ${host}`, async () => {
      await using stack = new AsyncDisposableStack()
      const refused = { code: 'ADDRESS_REFUSED' }
      await assert.rejects(fetchFrom(stack, `oci://${host}/user/a:1`, {}), refused)
      await assert.rejects(fetchFrom(stack, `https://${host}/a.wasm`, {}), refused)
    })
  }

  it('is not reached by a name that leads there, unless the name was written down', async () => {
    await using stack = new AsyncDisposableStack()
    const { server, visits } = await startServer()
    stack.use(server)
    const address = `https://registry.test:${server.port}/a.wasm`
    await assert.rejects(fetchFrom(stack, address, {}), { code: 'ADDRESS_REFUSED' })
    await assert.rejects(fetchFrom(stack, address, { registries: { allow: ['*'] } }), {
      code: 'ADDRESS_REFUSED',
    })
    assert.deepEqual(visits, [])
    await fetchFrom(stack, address, { registries: { allow: ['*', 'registry.test'] } })
    assert.deepEqual(visits, ['/a.wasm'])
  })

  it('is not reached by a redirect to a name that leads there', async () => {
    await using stack = new AsyncDisposableStack()
    const target = await startServer()
    stack.use(target.server)
    const { server } = await startServer(`https://localhost.test:${target.server.port}/latest/meta-data`)
    stack.use(server)
    const registries = { allow: ['registry.test'] }
    await assert.rejects(fetchFrom(stack, `https://registry.test:${server.port}/a.wasm`, { registries }), {
      code: 'ADDRESS_REFUSED',
    })
    assert.deepEqual(target.visits, [])
  })

  it('is not reached by a token server whose name leads there', async () => {
    await using stack = new AsyncDisposableStack()
    const target = await startServer()
    stack.use(target.server)
    const asking = stack.use(
      await LoopbackServer.start(
        (_request, response) => {
          const realm = `Bearer realm="https://auth.test:${target.server.port}/token"`
          response.writeHead(401, { 'www-authenticate': realm }).end()
        },
        createTlsServer({ cert: identity.certificate, key: identity.key }),
      ),
    )
    const registries = { allow: ['registry.test'] }
    await assert.rejects(fetchFrom(stack, `oci://registry.test:${asking.port}/user/a:1`, { registries }), {
      code: 'ADDRESS_REFUSED',
    })
    assert.deepEqual(target.visits, [])
  })
})

describe('a certificate authority of one registry', () => {
  it('vouches for that registry alone', async () => {
    await using stack = new AsyncDisposableStack()
    const { server } = await startServer()
    stack.use(server)
    const home = stack.use(await TemporaryHome.create())
    const path = await home.write('ca.pem', authority.certificate)
    const ca = { 'registry.test': path }
    const settings = { caFile: undefined, registries: { ca, allow: ['registry.test', 'localhost'] } }
    await fetchFrom(stack, `https://registry.test:${server.port}/a.wasm`, settings)
    await assert.rejects(fetchFrom(stack, `https://localhost:${server.port}/a.wasm`, settings), {
      code: 'TLS_REFUSED',
    })
    const missing = { registries: { ca: { 'registry.test': '/nonexistent.pem' } } }
    await assert.rejects(fetchFrom(stack, `https://registry.test:${server.port}/a.wasm`, missing), {
      code: 'CA_FILE_INVALID',
    })
  })
})

describe('a list of allowed registries', () => {
  it('keeps away from all others, by whatever kind of reference', async () => {
    await using stack = new AsyncDisposableStack()
    const settings = { registries: { allow: ['ghcr.io'] } }
    for (const reference of [
      'oci://evil.example/user/a:1',
      'oci://evil.example/user/a@^1',
      'https://evil.example/a.wasm',
    ]) {
      await assert.rejects(fetchFrom(stack, reference, settings), { code: 'REGISTRY_NOT_ALLOWED' }, reference)
    }
  })
})
