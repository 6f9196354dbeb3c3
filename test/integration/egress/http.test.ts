import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { fetchesClient, type Fetches } from '../../helpers/fetches.ts'
import { type Answer, listenOnLoopback, serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccess } from '../../helpers/network-access.ts'
import { openSandbox } from '../../helpers/open-sandbox.ts'

const sandbox = await openSandbox({ after })

async function serve(t: TestContext, listener: Answer): Promise<{ host: string; fetches: Fetches }> {
  const host = await serveHttp(t, listener)
  return { host, fetches: await fetchesClient(sandbox, networkAccess([`http://${host}`])) }
}

describe('HTTP of a guest', () => {
  it('carries method, target, headers and body there, and status, headers and body back', async (t) => {
    const requests: { request: IncomingMessage; body: string }[] = []
    const { host, fetches } = await serve(t, async (request, response) => {
      requests.push({ request, body: await text(request) })
      response.writeHead(201, { 'x-answer': ['one', 'two'], 'content-type': 'text/plain' }).end('made')
    })
    const response = await fetches.fetch({
      method: 'PUT',
      authority: host,
      path: '/a%20path?q=\u00fc',
      headers: { 'X-Ask': 'caf\u00e9' },
      body: 'some body',
    })
    const [{ request, body } = assert.fail('no request')] = requests
    assert.equal(`${request.method} ${request.url} ${body}`, 'PUT /a%20path?q=%C3%BC some body')
    assert.equal(Buffer.from(String(request.headers['x-ask']), 'latin1').toString(), 'caf\u00e9')
    assert.equal(request.headers['content-length'], '9')
    assert.equal(request.headers.host, host)
    assert.equal(response.status, 201)
    assert.deepEqual(response.headers['x-answer'], ['one', 'two'])
    assert.equal(response.body, 'made')
  })

  it('sends a GET whose body is never written, without one', async (t) => {
    const { host, fetches } = await serve(t, (request, response) => {
      response.writeHead(request.headers['transfer-encoding'] === undefined ? 204 : 400).end()
    })
    assert.equal(await fetches.call('hold-body', host, '/'), 204)
    assert.equal((await fetches.fetch({ authority: host })).status, 204)
  })

  it('sends a POST without a body with the length of none', async (t) => {
    const { host, fetches } = await serve(t, (request, response) => {
      response.end(request.headers['content-length'])
    })
    assert.equal((await fetches.fetch({ method: 'POST', authority: host })).body, '0')
  })

  it('refuses a body of another length than the guest has said', async (t) => {
    const { host, fetches } = await serve(
      t,
      (request, response) => void request.resume().on('end', () => response.end()),
    )
    const request = { authority: host, method: 'POST', body: 'nine char' }
    for (const length of ['5', '50']) {
      const failure = await fetches.fetchFailure({ ...request, headers: { 'content-length': length } })
      assert.equal(failure, 'HttpRequestBodySize')
    }
    const headers = { 'content-length': 'five' }
    assert.equal(await fetches.fetchFailure({ ...request, headers }), 'HttpRequestUriInvalid')
  })

  it('gives trailers after the body', async (t) => {
    const { host, fetches } = await serve(t, (_request, response) => {
      response.writeHead(200, { trailer: 'x-sum' }).write('body')
      response.addTrailers({ 'x-sum': '42' })
      response.end()
    })
    const { body, trailers, headers } = await fetches.fetch({ authority: host })
    assert.deepEqual({ body, trailers }, { body: 'body', trailers: { 'x-sum': ['42'] } })
    assert.equal(headers['transfer-encoding'], undefined)
  })

  it('answers a HEAD, and skips what comes before the final answer', async (t) => {
    const { host, fetches } = await serve(t, (_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' })
      response.writeHead(200, { 'content-length': '1000' }).end()
    })
    const response = await fetches.fetch({ method: 'HEAD', authority: host })
    assert.equal(response.status, 200)
    assert.deepEqual(response.headers['content-length'], ['1000'])
  })

  it('leaves a redirect to the guest, which is decided on anew', async (t) => {
    const inside = await serveHttp(t, (_request, response) => response.end('secret'))
    const { host, fetches } = await serve(t, (_request, response) => {
      response.writeHead(302, { location: `http://${inside}/` }).end()
    })
    assert.equal(await fetches.failure('follow', `http://${host}/`, 3), 'HttpRequestDenied')
    assert.deepEqual(
      fetches.events.map(({ kind }) => kind),
      ['allowed', 'denied'],
    )
  })

  it('sends 32 requests of one call at once', async (t) => {
    const waiting: (() => void)[] = []
    const { host, fetches } = await serve(t, (_request, response) => {
      waiting.push(() => response.end())
      if (waiting.length === 32) for (const answer of waiting) answer()
    })
    const paths = Array.from({ length: 32 }, (_, index) => `/${index}`)
    const statuses = await fetches.call('fetch-many', host, paths)
    assert.deepEqual(
      statuses,
      paths.map(() => ({ tag: 'ok', val: 200 })),
    )
    assert.equal(fetches.events.length, 32)
  })

  it('refuses more requests at once than a component may have', async (t) => {
    const host = await serveHttp(t, (_request, response) => setTimeout(() => response.end(), 300))
    const small = await openSandbox(t, { egress: { openFlows: 4 } })
    const fetches = await fetchesClient(small, networkAccess([`http://${host}`]))
    const paths = Array.from({ length: 6 }, () => '/')
    const ok = { tag: 'ok', val: 200 }
    const refused = { tag: 'err', val: 'ConnectionLimitReached' }
    assert.deepEqual(await fetches.call('fetch-many', host, paths), [ok, ok, ok, ok, refused, refused])
    assert.equal((await fetches.fetch({ authority: host })).status, 200)
  })

  it('tells a denial that the guest swallows', async (t) => {
    const { fetches } = await serve(t, (_request, response) => response.end())
    assert.equal(await fetches.call('swallow', '127.0.0.1:1', '/path?query'), undefined)
    const [event] = fetches.events
    assert.equal(event?.kind, 'denied')
    assert.deepEqual(event.attempt, {
      protocol: 'http',
      scheme: 'http',
      host: '127.0.0.1',
      port: 1,
      method: 'GET',
      path: '/path',
    })
    assert.equal(event.decision.kind === 'denied' && event.decision.grant?.kind, 'network')
  })

  it('tells a denial of a request that nobody waits for', async (t) => {
    const { fetches } = await serve(t, (_request, response) => response.end())
    await fetches.call('forget', '127.0.0.1:1', '/')
    assert.deepEqual(
      fetches.events.map(({ kind }) => kind),
      ['denied'],
    )
  })

  it('cuts a response that the guest lets go of', async (t) => {
    const closed = Promise.withResolvers<void>()
    const { host, fetches } = await serve(t, (_request, response) => {
      response.on('close', closed.resolve).write(Buffer.alloc(1000))
    })
    const stop = new AbortController()
    const call = fetches.with(stop.signal).call('read-some', host, '/', 100n, 60_000)
    await closed.promise
    assert.equal(fetches.events.length, 1)
    stop.abort()
    await assert.rejects(call)
  })

  it('lets go of a request with its future', async (t) => {
    const { host, fetches } = await serve(t, () => {})
    await fetches.call('abandon', host, '/', 0)
    assert.deepEqual(
      fetches.events.map(({ kind, bytesReceived }) => [kind, bytesReceived]),
      [['allowed', 0]],
    )
  })

  it('cuts what is open when the call ends', async (t) => {
    const closed = Promise.withResolvers<void>()
    const { host, fetches } = await serve(t, (_request, response) => {
      response.on('close', closed.resolve).write('some')
    })
    assert.equal(await fetches.call('leave-open', host, '/'), 200)
    assert.equal(fetches.events.length, 1)
    await closed.promise
  })

  it('says what became of a body that the guest breaks off', async (t) => {
    const { host, fetches } = await serve(t, (request) => void request.resume().on('error', () => {}))
    assert.equal(await fetches.failure('break-body', host, '/'), 'HttpProtocolError')
  })

  it('says that a body is incomplete when the server breaks off', async (t) => {
    const { host, fetches } = await serve(t, async (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('some')
      await sleep(50)
      response.destroy()
    })
    assert.match(
      String(await fetches.failure('download', host, '/')),
      /^body: (HttpResponseIncomplete|ConnectionTerminated)$/,
    )
  })

  it('says that nobody listens', async () => {
    const fetches = await fetchesClient(sandbox, networkAccess(['http://127.0.0.1:1']))
    assert.equal(await fetches.failure('download', '127.0.0.1:1', '/'), 'ConnectionRefused')
    assert.equal(fetches.events[0]?.kind, 'allowed')
  })

  it('tries the next address of a name when nobody listens at the first, with the whole body', async (t) => {
    const host = await serveHttp(t, async (request, response) => response.end(await text(request)))
    const egress = { resolve: async () => ['127.0.0.2', '127.0.0.1'] }
    const patient = await openSandbox(t, { egress })
    const authority = `server.internal:${host.split(':')[1]}`
    const fetches = await fetchesClient(patient, networkAccess([`http://${authority}`]))
    const { body } = await fetches.fetch({ authority, method: 'POST', body: 'whole' })
    assert.equal(body, 'whole')
    assert.deepEqual(
      fetches.events.map(({ kind, address }) => [kind, address]),
      [['allowed', '127.0.0.1']],
    )
  })

  it('waits no longer for a name than for a connection', async (t) => {
    const egress = { resolve: () => new Promise<never>(() => {}) }
    const stalled = await openSandbox(t, { egress })
    const fetches = await fetchesClient(stalled, networkAccess(['a.example']))
    const failure = await fetches.fetchFailure({ authority: 'a.example', timeouts: { connectMs: 50 } })
    assert.equal(failure, 'ConnectionTimeout')
    assert.equal(fetches.events[0]?.kind, 'allowed')
  })

  it('tries no further address when the time to connect is over', async (t) => {
    // Nobody answers the TLS handshake, which belongs to the connection.
    const host = await listenOnLoopback(t, createServer())
    const egress = { resolve: async () => ['127.0.0.1', '127.0.0.2'] }
    const patient = await openSandbox(t, { egress })
    const authority = `server.internal:${host.split(':')[1]}`
    const fetches = await fetchesClient(patient, networkAccess([`https://${authority}`]))
    const request = { scheme: 'https', authority, timeouts: { connectMs: 300 } }
    assert.equal(await fetches.fetchFailure(request), 'ConnectionTimeout')
    assert.equal(fetches.events[0]?.address, '127.0.0.1')
  })

  it('takes a timeout that is longer than any timer for none', async (t) => {
    const { host, fetches } = await serve(t, async (_request, response) => {
      await sleep(50)
      response.write('some')
      setTimeout(() => response.end(), 50)
    })
    const month = 30 * 24 * 60 * 60 * 1000
    const timeouts = { firstByteMs: month, betweenBytesMs: month }
    assert.equal((await fetches.fetch({ authority: host, timeouts })).body, 'some')
  })

  it('refuses what is too long for any server, and ends no other call for it', async (t) => {
    const stop = new AbortController()
    const { host, fetches } = await serve(t, () => {})
    const other = fetches.with(stop.signal).fetch({ authority: host })
    const path = `/${'a'.repeat(64 * 1024)}`
    assert.equal(await fetches.fetchFailure({ authority: host, path }), 'HttpRequestUriTooLong')
    stop.abort()
    await assert.rejects(other, /cancelled/)
  })

  it('keeps the timeouts that the guest sets', async (t) => {
    const { host, fetches } = await serve(t, async (request, response) => {
      if (request.url === '/stalls') response.write('some')
      await once(response, 'close')
    })
    assert.equal(
      await fetches.fetchFailure({ authority: host, timeouts: { firstByteMs: 50 } }),
      'ConnectionReadTimeout',
    )
    assert.equal(
      await fetches.fetchFailure({ authority: host, path: '/stalls', timeouts: { betweenBytesMs: 50 } }),
      'body: ConnectionReadTimeout',
    )
  })
})
