import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:net'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'

import { type Fetches, fetchesClient } from '../../helpers/fetches.ts'
import { listenOnLoopback, serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccess, networkAccessBy } from '../../helpers/network-access.ts'
import { openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const MIB = 1024 * 1024

/** What the names of a test lead to; changed by tests, as an attacker changes it. */
const answers = new Map<string, readonly string[]>()
const asked: string[] = []
const cacheFolder = await temporaryFolder({ after })
const egress = {
  resolve: async (name: string) => {
    asked.push(name)
    return answers.get(name) ?? []
  },
}
const sandbox = await openSandbox({ after }, { cacheFolder, egress })

function portOf(host: string): number {
  return Number(host.split(':')[1])
}

function kinds({ events }: Fetches): string[] {
  return events.map(({ kind, address }) => `${kind} ${address}`)
}

describe('names that lie', () => {
  for (const inside of [
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '0.0.0.0',
  ]) {
    it(`leads nowhere when a granted name is said to be ${inside}`, async () => {
      answers.set('granted.example', [inside])
      const fetches = await fetchesClient(sandbox, networkAccess(['granted.example']))
      assert.equal(await fetches.fetchFailure({ authority: 'granted.example' }), 'HttpRequestDenied')
      assert.deepEqual(kinds(fetches), [`denied ${inside}`])
    })
  }

  it('leads only to those addresses of a name that are allowed', async (t) => {
    const host = await serveHttp(t, (_request, response) => response.end('here'))
    answers.set('mixed.example', ['10.0.0.1', '127.0.0.1', '169.254.169.254'])
    const access = networkAccessBy([{ host: 'mixed.example' }, { cidr: '127.0.0.1/32' }])
    const fetches = await fetchesClient(sandbox, access)
    const { body } = await fetches.fetch({ authority: `mixed.example:${portOf(host)}` })
    assert.equal(body, 'here')
    assert.deepEqual(kinds(fetches), ['allowed 127.0.0.1'])
  })

  it('connects to what was decided on, though the name changes at once', async (t) => {
    const host = await serveHttp(t, (request, response) => response.end(request.socket.localAddress))
    const port = portOf(host)
    const other = createHttpServer((_request, response) => response.end('other')).listen(port, '127.0.0.2')
    await once(other, 'listening')
    t.after(() => other.close())
    let lookups = 0
    const resolve = async (): Promise<readonly string[]> => [lookups++ === 0 ? '127.0.0.1' : '127.0.0.2']
    const rebinding = await openSandbox(t, { cacheFolder, egress: { resolve } })
    const access = networkAccessBy([{ host: 'rebinds.example' }, { cidr: '127.0.0.1/32' }])
    const fetches = await fetchesClient(rebinding, access)
    const authority = `rebinds.example:${port}`
    assert.equal((await fetches.fetch({ authority })).body, '127.0.0.1')
    assert.equal(lookups, 1)
    assert.equal(await fetches.fetchFailure({ authority }), 'HttpRequestDenied')
    assert.deepEqual(kinds(fetches), ['allowed 127.0.0.1', 'denied 127.0.0.2'])
  })

  it('asks nobody for a name that is not granted', async () => {
    asked.length = 0
    const fetches = await fetchesClient(sandbox, networkAccess(['granted.example']))
    const authority = 'c2VjcmV0.attacker.example'
    assert.equal(await fetches.fetchFailure({ authority }), 'HttpRequestDenied')
    assert.deepEqual(asked, [])
  })
})

describe('spellings of an address', () => {
  for (const spelling of ['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::ffff:7f00:1]', '127.0.0.1.']) {
    it(`decides on ${spelling} as on what it is`, async () => {
      const fetches = await fetchesClient(sandbox, networkAccess(['granted.example']))
      assert.equal(await fetches.fetchFailure({ authority: `${spelling}:80` }), 'HttpRequestDenied')
      const [event] = fetches.events
      assert.equal(event?.attempt.host, '127.0.0.1')
    })
  }

  it('sends the host as it was decided on', async (t) => {
    const host = await serveHttp(t, (request, response) => response.end(request.headers.host))
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    const { body } = await fetches.fetch({ authority: `2130706433:${portOf(host)}` })
    assert.equal(body, host)
  })

  it('takes no user information', async () => {
    const fetches = await fetchesClient(sandbox, networkAccess(['granted.example']))
    const authority = 'granted.example@127.0.0.1'
    assert.equal(await fetches.fetchFailure({ authority }), 'bad authority')
  })
})

describe('headers of a guest', () => {
  it('can not begin a line, a second request or another host', async () => {
    const fetches = await fetchesClient(sandbox, networkAccess(['granted.example']))
    const authority = 'granted.example'
    assert.equal(await fetches.fetchFailure({ authority, path: '/ HTTP/1.1\r\nX-A: b' }), 'bad path')
    const headers = [
      { 'x-a': 'b\r\nx-c: d' },
      { 'x-a\r\n': 'b' },
      { host: 'other' },
      { connection: 'upgrade' },
    ]
    for (const header of headers) {
      assert.match(String(await fetches.fetchFailure({ authority, headers: header })), /^header: /)
    }
    assert.equal(fetches.events.length, 0)
  })

  it('can not open a tunnel', async () => {
    const fetches = await fetchesClient(sandbox, networkAccess(['granted.example']))
    const failure = await fetches.fetchFailure({ authority: 'granted.example', method: 'CONNECT' })
    assert.equal(failure, 'HttpRequestMethodInvalid')
  })

  it('can not say how the connection is used', async (t) => {
    const seen: IncomingHttpHeaders[] = []
    const host = await serveHttp(t, (request, response) => {
      seen.push(request.headers)
      response.end()
    })
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    const headers = { te: 'trailers', trailer: 'x', expect: '100-continue', 'x-kept': 'yes' }
    assert.equal((await fetches.fetch({ authority: host, headers })).status, 200)
    const [{ te, trailer, expect, 'x-kept': kept } = assert.fail('no request')] = seen
    assert.deepEqual([te, trailer, expect, kept], [undefined, undefined, undefined, 'yes'])
  })
})

describe('the proxy of the environment', () => {
  it('is not used', async (t) => {
    let proxied = 0
    const proxy = await serveHttp(t, (_request, response) => {
      proxied++
      response.end('by proxy')
    })
    const host = await serveHttp(t, (_request, response) => response.end('direct'))
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) {
      process.env[name] = `http://${proxy}`
      t.after(() => void delete process.env[name])
    }
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    assert.equal((await fetches.fetch({ authority: host })).body, 'direct')
    assert.equal(proxied, 0)
  })
})

describe('servers that harm', () => {
  it('send as much as the limit says, and compressed bytes stay compressed', async (t) => {
    const bomb = gzipSync(Buffer.alloc(8 * MIB))
    const host = await serveHttp(t, (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    const small = await openSandbox(t, { cacheFolder, limits: { responseBytes: MIB } })
    const fetches = await fetchesClient(small, networkAccess([`http://${host}`]))
    const sum = bomb.reduce((sum, byte) => sum + byte, 0)
    assert.deepEqual(await fetches.call('download', host, '/'), [BigInt(bomb.length), BigInt(sum)])
  })

  it('flood with headers', async (t) => {
    const host = await serveHttp(t, (_request, response) => {
      for (let index = 0; index < 2_000; index++) response.setHeader(`x-${index}`, 'x'.repeat(100))
      response.end()
    })
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    assert.equal(await fetches.fetchFailure({ authority: host }), 'HttpResponseHeaderSectionSize')
  })

  it('answer with something else than HTTP', async (t) => {
    const host = await listenOnLoopback(
      t,
      createServer((socket) => void socket.on('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))),
    )
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    assert.equal(await fetches.fetchFailure({ authority: host }), 'HttpProtocolError')
  })

  it('dribble: the call ends by its own limit, and the connection with it', async (t) => {
    const closed = Promise.withResolvers<void>()
    const host = await serveHttp(t, (_request, response) => {
      const timer = setInterval(() => response.write('.'), 50)
      response.on('close', () => {
        clearInterval(timer)
        closed.resolve()
      })
    })
    const impatient = await openSandbox(t, { cacheFolder, egress, limits: { callMs: 1_000 } })
    const fetches = await fetchesClient(impatient, networkAccess([`http://${host}`]))
    await assert.rejects(fetches.call('download', host, '/'), /"limit":"time"/)
    await closed.promise
    assert.deepEqual(kinds(fetches), ['allowed 127.0.0.1'])
  })

  it('do not answer: the call ends by its own limit', async (t) => {
    const host = await serveHttp(t, () => {})
    const impatient = await openSandbox(t, { cacheFolder, egress, limits: { callMs: 500 } })
    const fetches = await fetchesClient(impatient, networkAccess([`http://${host}`]))
    await assert.rejects(fetches.fetch({ authority: host }), /"limit":"time"/)
  })
})

describe('many calls', () => {
  it('wait for the network, 200 at once', async (t) => {
    const waiting: (() => void)[] = []
    const host = await serveHttp(t, (_request, response) => {
      waiting.push(() => response.end('answer'))
      if (waiting.length === 200) for (const answer of waiting) answer()
    })
    const wide = await openSandbox(t, { cacheFolder, limits: { concurrentCalls: 200 } })
    const fetches = await fetchesClient(wide, networkAccess([`http://${host}`]))
    const responses = await Promise.all(
      Array.from({ length: 200 }, (_, index) => fetches.fetch({ authority: host, path: `/${index}` })),
    )
    assert.ok(responses.every(({ body }) => body === 'answer'))
  })
})
