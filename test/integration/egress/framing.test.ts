import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it, type TestContext } from 'node:test'

import { keepingServer } from '../../helpers/keeping-server.ts'
import { get, lie } from '../../helpers/lying-session.ts'
import type { ReadRequest } from '../../helpers/read-requests.ts'

type Header = readonly [name: string, value: string]

/** What a process that was taken over says of one request. */
interface Forged {
  readonly head: object
  readonly headers?: readonly Header[]
  readonly data?: string
  readonly trailers?: readonly Header[]
}

const SMUGGLED = 'abcDELETE /admin HTTP/1.1\r\nhost: evil.example\r\ncontent-length: 0\r\n\r\n'

function bytesOf(headers: readonly Header[]): (readonly [string, Uint8Array])[] {
  return headers.map(([name, value]) => [name, Buffer.from(value, 'latin1')])
}

function length(value: string): readonly Header[] {
  return [['content-length', value]]
}

/** What a server hears of it that keeps its connections, once all has been said. */
async function send(
  t: TestContext,
  { head, headers = [], data, trailers = [] }: Forged,
): Promise<ReadRequest[]> {
  const { host, connections } = await keepingServer(t)
  const { session, replies, access } = await lie(t, { host })
  const say = (message: object): boolean => session.receive({ callId: 1, flowId: 1, message })
  say(get(host, { ...head, headers: bytesOf(headers) }))
  if (data !== undefined && say({ kind: 'data', bytes: Buffer.from(data, 'latin1') })) {
    say({ kind: 'end', trailers: bytesOf(trailers) })
  }
  while (!replies.some(([, { kind }]) => kind === 'failed' || kind === 'end')) await sleep(5)
  session.endCall(1)
  assert.equal(access.events.filter(({ kind }) => kind === 'allowed').length <= 1, true)
  await sleep(20)
  return connections().flatMap(({ requests, rest }) => {
    // What is not all of a request is the beginning of the one that was decided on.
    assert.match(rest, /^(?:POST|GET) \/v1 HTTP\/1\.1\r\n|^$/)
    return [...requests]
  })
}

describe('a request that a process forges', () => {
  const post = { method: 'POST', pathWithQuery: '/v1', bodyLength: null }
  const forged: Readonly<Record<string, Forged>> = {
    'a length that is too short': { head: post, headers: length('3'), data: SMUGGLED },
    'a length that is too short, of a body handed over whole': {
      head: { ...post, bodyLength: 3 },
      data: SMUGGLED,
    },
    'two lengths that differ': {
      head: { ...post, bodyLength: SMUGGLED.length },
      headers: length('3'),
      data: SMUGGLED,
    },
    'a length twice': {
      head: post,
      headers: [...length('3'), ['Content-Length', String(SMUGGLED.length)]],
      data: SMUGGLED,
    },
    'a list of lengths': { head: post, headers: length('3, 3'), data: SMUGGLED },
    'a length with a sign': { head: post, headers: length('+3'), data: SMUGGLED },
    'a hexadecimal length': { head: post, headers: length('0x3'), data: SMUGGLED },
    'a length that is too long': { head: post, headers: length('999'), data: SMUGGLED },
    'a length beside trailers': {
      head: post,
      headers: [...length('3'), ['trailer', 'x']],
      data: SMUGGLED,
      trailers: [['x', 'y']],
    },
    'the length of a GET': {
      head: { ...post, method: 'GET' },
      headers: length('3'),
      data: SMUGGLED,
    },
    'a transfer coding': {
      head: post,
      headers: [['transfer-encoding', 'identity'], ['Transfer-Encoding', 'chunked'], ...length('3')],
      data: SMUGGLED,
    },
  }
  for (const [what, attack] of Object.entries(forged)) {
    it(`carries no second one behind ${what}`, async (t) => {
      assert.deepEqual(await send(t, attack), [])
    })
  }

  it('is empty where its length says so, whatever comes behind', async (t) => {
    const requests = await send(t, { head: post, headers: length('0'), data: SMUGGLED })
    assert.deepEqual(
      requests.map(({ line, body }) => [line, body]),
      [['POST /v1 HTTP/1.1', '']],
    )
  })

  it('is one, as long as its headers say, whoever counts', async (t) => {
    for (const method of ['POST', 'GET']) {
      const [request, ...more] = await send(t, {
        head: { ...post, method },
        headers: length(String(SMUGGLED.length)),
        data: SMUGGLED,
      })
      assert.equal(request?.line, `${method} /v1 HTTP/1.1`)
      assert.equal(request.body, SMUGGLED)
      assert.deepEqual(more, [])
    }
  })

  it('ends its connection when it has a body, which some servers would read as the next request', async (t) => {
    for (const method of ['POST', 'GET', 'DELETE']) {
      for (const bodyLength of [null, SMUGGLED.length]) {
        const [request] = await send(t, { head: { ...post, method, bodyLength }, data: SMUGGLED })
        const connection = request?.headers.filter(([name]) => name === 'connection')
        assert.deepEqual(connection, [['connection', 'close']])
        assert.equal(request?.body, SMUGGLED)
      }
    }
  })

  it('names the method that was decided on', async (t) => {
    for (const method of ['get', 'GeT']) {
      const [request] = await send(t, { head: { method, pathWithQuery: '/v1' } })
      assert.equal(request?.line, 'GET /v1 HTTP/1.1')
    }
  })

  it('has no header of the connection and no trailer that frames', async (t) => {
    const ours = ['connection', 'keep-alive', 'upgrade', 'http2-settings', 'proxy-connection', 'te', 'expect']
    const [request] = await send(t, {
      head: post,
      headers: [...ours, 'host'].map((name): Header => [name, 'authorization']),
      data: 'abc',
      trailers: [
        ['content-length', '0'],
        ['transfer-encoding', 'x'],
        ['host', 'evil.example'],
      ],
    })
    const values = request?.headers.map(([, value]) => value) ?? []
    assert.equal(values.includes('authorization'), false)
    assert.equal(request?.body, 'abc')
  })
})
