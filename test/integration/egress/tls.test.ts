import assert from 'node:assert/strict'
import { createSecureServer } from 'node:http2'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'

import { fetchesClient } from '../../helpers/fetches.ts'
import { listenOnLoopback, serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccess } from '../../helpers/network-access.ts'
import { openSandbox } from '../../helpers/open-sandbox.ts'
import { createCertificates } from '../../helpers/registry/certificates.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const MIB = 1024 * 1024
const { authority, server } = createCertificates()
const identity = { cert: server.certificate, key: server.key }

const cacheFolder = await temporaryFolder({ after })
const resolve = async (): Promise<readonly string[]> => ['127.0.0.1']
const trusting = await openSandbox(
  { after },
  { cacheFolder, egress: { resolve, extraCertificates: authority.certificate } },
)

function portOf(host: string): number {
  return Number(host.split(':')[1])
}

describe('HTTPS of a guest', () => {
  it('checks the certificate for the name, not for the address', async (t) => {
    const host = await listenOnLoopback(
      t,
      createServer(identity, (request, response) => response.end(request.headers.host)),
    )
    const named = `registry.test:${portOf(host)}`
    const other = `other.test:${portOf(host)}`
    const fetches = await fetchesClient(trusting, networkAccess([`https://${named}`, `https://${other}`]))
    assert.equal((await fetches.fetch({ scheme: 'https', authority: named })).body, named)
    assert.equal(await fetches.fetchFailure({ scheme: 'https', authority: other }), 'TlsCertificateError')
  })

  it('checks the certificate of an address', async (t) => {
    const host = await listenOnLoopback(
      t,
      createServer(identity, (_request, response) => response.end('ok')),
    )
    const fetches = await fetchesClient(trusting, networkAccess([`https://${host}`]))
    assert.equal((await fetches.fetch({ scheme: 'https', authority: host })).body, 'ok')
  })

  it('trusts no unknown authority, whatever the environment says', async (t) => {
    const host = await listenOnLoopback(
      t,
      createServer(identity, (_request, response) => response.end('ok')),
    )
    const sandbox = await openSandbox(t, { cacheFolder, egress: { resolve } })
    const fetches = await fetchesClient(sandbox, networkAccess([`https://${host}`]))
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    t.after(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'])
    assert.equal(await fetches.fetchFailure({ scheme: 'https', authority: host }), 'TlsCertificateError')
  })

  it('says that the server speaks no TLS', async (t) => {
    const host = await serveHttp(t, (_request, response) => response.end())
    const fetches = await fetchesClient(trusting, networkAccess([`https://${host}`]))
    assert.equal(await fetches.fetchFailure({ scheme: 'https', authority: host }), 'TlsProtocolError')
  })

  it('is not what a rule on http allows', async (t) => {
    const host = await listenOnLoopback(t, createServer(identity))
    const fetches = await fetchesClient(trusting, networkAccess([`http://${host}`]))
    assert.equal(await fetches.fetchFailure({ scheme: 'https', authority: host }), 'HttpRequestDenied')
  })
})

describe('HTTP/2 of a guest', () => {
  it('is spoken where the server prefers it, with one connection for many requests', async (t) => {
    let connections = 0
    const h2 = createSecureServer({ ...identity, allowHTTP1: true }, (request, response) => {
      response.setHeader('x-version', request.httpVersion)
      response.addTrailers({ 'x-sum': '42' })
      void text(request).then((body) =>
        response.end(`${request.method} ${request.url} ${request.authority} ${body}`),
      )
    })
    h2.on('session', () => void connections++)
    const host = await listenOnLoopback(t, h2)
    const fetches = await fetchesClient(trusting, networkAccess([`https://${host}`]))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        fetches.fetch({ scheme: 'https', authority: host, method: 'POST', path: `/${index}`, body: 'body' }),
      ),
    )
    for (const [index, { headers, body, trailers }] of answers.entries()) {
      assert.deepEqual(headers['x-version'], ['2.0'])
      assert.equal(body, `POST /${index} ${host} body`)
      assert.deepEqual(trailers, { 'x-sum': ['42'] })
    }
    assert.equal(connections, 1)
  })

  it('streams', async (t) => {
    const h2 = createSecureServer(identity, (request, response) => {
      void text(request).then((body) => response.end(body))
    })
    const host = await listenOnLoopback(t, h2)
    const fetches = await fetchesClient(trusting, networkAccess([`https://${host}`]))
    const body = 'x'.repeat(2 * MIB)
    const response = await fetches.fetch({ scheme: 'https', authority: host, method: 'POST', body })
    assert.equal(response.body.length, body.length)
  })

  it('says that the server has reset the stream', async (t) => {
    const h2 = createSecureServer(identity, (_request, response) => response.stream.close(2))
    const host = await listenOnLoopback(t, h2)
    const fetches = await fetchesClient(trusting, networkAccess([`https://${host}`]))
    assert.match(
      String(await fetches.fetchFailure({ scheme: 'https', authority: host })),
      /^(HttpProtocolError|ConnectionTerminated|HttpResponseIncomplete)$/,
    )
  })
})
