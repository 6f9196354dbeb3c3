import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createTlsServer } from 'node:https'
import { connect, type Socket } from 'node:net'
import { createServer } from 'node:http'
import { describe, it } from 'node:test'

import { createCertificates } from '../../helpers/registry/certificates.ts'
import { LoopbackServer } from '../../helpers/registry/loopback-server.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const { authority, server: identity } = createCertificates()

/** A proxy that leads every host to one port of this machine. */
async function startProxy(port: number): Promise<{ proxy: LoopbackServer; asked: string[] }> {
  const asked: string[] = []
  const server = createServer()
  server.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '')
    const upstream = connect(port, '127.0.0.1')
    void once(upstream, 'connect').then(() => client.write('HTTP/1.1 200 OK\r\n\r\n'))
    upstream.pipe(client).pipe(upstream)
    client.on('close', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    client.on('error', () => upstream.destroy())
  })
  return { proxy: await LoopbackServer.start((_, response) => response.writeHead(403).end(), server), asked }
}

async function startTls(): Promise<LoopbackServer> {
  const server = createTlsServer({ cert: identity.certificate, key: identity.key })
  return LoopbackServer.start((_, response) => response.end(sampleComponent()), server)
}

describe('a proxy', () => {
  it('leads to hosts outside, with their own certificate', async () => {
    await using server = await startTls()
    const { proxy, asked } = await startProxy(server.port)
    await using stack = new AsyncDisposableStack()
    stack.use(proxy)
    const home = stack.use(await TemporaryHome.create())
    const caFile = await home.write('ca.pem', authority.certificate)
    const settings = { caFile, proxy: { https: `http://127.0.0.1:${proxy.port}` } }

    await home.artifacts(settings).fetchArtifact('https://registry.test/a.wasm')

    assert.deepEqual(asked, ['registry.test:443'])
  })

  it('leads to hosts that are spoken to in plain http', async () => {
    await using stack = new AsyncDisposableStack()
    const asked: (string | undefined)[] = []
    const proxy = stack.use(
      await LoopbackServer.start((request, response) => {
        asked.push(request.url)
        response.end(sampleComponent())
      }),
    )
    const home = stack.use(await TemporaryHome.create())
    const settings = {
      insecureRegistries: ['registry.test'],
      proxy: { http: `http://127.0.0.1:${proxy.port}` },
    }

    await home.artifacts(settings).fetchArtifact('http://registry.test/a.wasm')

    assert.deepEqual(asked, ['http://registry.test/a.wasm'])
  })

  it('does not lead to an address inside the network, which it could reach', async () => {
    await using stack = new AsyncDisposableStack()
    const { proxy, asked } = await startProxy(1)
    stack.use(proxy)
    const home = stack.use(await TemporaryHome.create())
    const address = `http://127.0.0.1:${proxy.port}`
    const artifacts = home.artifacts({ proxy: { http: address, https: address } })

    await assert.rejects(artifacts.fetchArtifact('https://169.254.169.254/a.wasm'), {
      code: 'ADDRESS_REFUSED',
    })

    assert.deepEqual(asked, [])
  })

  it('is left out for loopback and for the hosts that the settings name', async () => {
    await using server = await startTls()
    const { proxy, asked } = await startProxy(server.port)
    await using stack = new AsyncDisposableStack()
    stack.use(proxy)
    const home = stack.use(await TemporaryHome.create())
    const caFile = await home.write('ca.pem', authority.certificate)
    const address = `http://127.0.0.1:${proxy.port}`
    const settings = { caFile, proxy: { http: address, https: address, none: 'registry.invalid' } }

    await home.artifacts(settings).fetchArtifact(`https://localhost:${server.port}/a.wasm`)
    await assert.rejects(home.artifacts(settings).fetchArtifact('https://registry.invalid/a.wasm'), {
      code: 'HOST_UNREACHABLE',
    })

    assert.deepEqual(asked, [])
  })

  it('is not taken from the environment behind our back', async () => {
    await using home = await TemporaryHome.create()
    const caFile = await home.write('ca.pem', authority.certificate)
    const before = process.env['HTTPS_PROXY']
    process.env['HTTPS_PROXY'] = 'http://127.0.0.1:1'
    try {
      await assert.rejects(home.artifacts({ caFile }).fetchArtifact('https://registry.invalid/a.wasm'), {
        code: 'HOST_UNREACHABLE',
        message: /ENOTFOUND|EAI_AGAIN/,
      })
    } finally {
      if (before === undefined) delete process.env['HTTPS_PROXY']
      else process.env['HTTPS_PROXY'] = before
    }
  })
})
