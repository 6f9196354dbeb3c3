import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'

import { FLOW_WINDOW_BYTES, MAX_CHUNK_BYTES } from '../../../../src/sandbox/protocol/egress-protocol.ts'
import { listenOnLoopback } from '../../../helpers/loopback-server.ts'
import { get, lie } from '../../../helpers/lying-session.ts'
import { networkAccess, networkAccessBy } from '../../../helpers/network-access.ts'

describe('EgressSession', () => {
  it('serves a process that keeps to the rules', async (t) => {
    const { session, host, replies, replied } = await lie(t)
    assert.equal(session.receive({ callId: 1, flowId: 1, message: get(host) }), true)
    await replied('end')
    assert.deepEqual(
      replies.map(([flowId, { kind }]) => [flowId, kind]),
      [
        [1, 'response'],
        [1, 'end'],
      ],
    )
  })

  it('gives up a process that sends what is no message', async (t) => {
    const { session } = await lie(t)
    for (const message of [null, {}, { kind: 'http' }, { kind: 'data', bytes: 'x' }]) {
      assert.equal(session.receive({ callId: 1, flowId: 1, message }), false)
    }
  })

  it('gives up a process that uses a number twice, or one that nobody has opened', async (t) => {
    const { session, host } = await lie(t)
    assert.equal(session.receive({ callId: 1, flowId: 5, message: get(host) }), true)
    assert.equal(session.receive({ callId: 1, flowId: 5, message: get(host) }), false)
    assert.equal(session.receive({ callId: 1, flowId: 4, message: get(host) }), false)
    assert.equal(session.receive({ callId: 1, flowId: 6, message: { kind: 'cancel' } }), false)
  })

  it('gives up a process that speaks for another call', async (t) => {
    const { session, host } = await lie(t, { answer: () => {} })
    session.beginCall(2, networkAccess([]))
    assert.equal(session.receive({ callId: 1, flowId: 1, message: get(host) }), true)
    assert.equal(session.receive({ callId: 2, flowId: 1, message: { kind: 'cancel' } }), false)
  })

  it('gives up a process that sends more than it was granted', async (t) => {
    const { session, host } = await lie(t, { answer: () => {} })
    session.receive({ callId: 1, flowId: 1, message: get(host, { method: 'POST', bodyLength: null }) })
    const data = { kind: 'data', bytes: new Uint8Array(MAX_CHUNK_BYTES) }
    for (let sent = 0; sent < FLOW_WINDOW_BYTES; sent += MAX_CHUNK_BYTES) {
      assert.equal(session.receive({ callId: 1, flowId: 1, message: data }), true)
    }
    assert.equal(session.receive({ callId: 1, flowId: 1, message: data }), false)
  })

  it('gives up a process that sends a body where it said none, or a datagram', async (t) => {
    const { session, host } = await lie(t, { answer: () => {} })
    session.receive({ callId: 1, flowId: 1, message: get(host) })
    const bytes = new Uint8Array(1)
    assert.equal(session.receive({ callId: 1, flowId: 1, message: { kind: 'data', bytes } }), false)
    const datagram = { kind: 'datagram', bytes, remote: { address: '127.0.0.1', port: 1 } }
    assert.equal(session.receive({ callId: 1, flowId: 1, message: datagram }), false)
  })

  it('gives up a process that claims to have read what it was never sent', async (t) => {
    const { session, host, replied } = await lie(t, { answer: (_request, response) => response.write('x') })
    session.receive({ callId: 1, flowId: 1, message: get(host) })
    await replied('data')
    const credit = { kind: 'credit', bytes: FLOW_WINDOW_BYTES }
    assert.equal(session.receive({ callId: 1, flowId: 1, message: credit }), false)
  })

  it('refuses what opens in the name of a call that is not under way', async (t) => {
    const { session, access, host, replies } = await lie(t)
    assert.equal(session.receive({ callId: 7, flowId: 1, message: get(host) }), true)
    assert.deepEqual(replies, [
      [1, { kind: 'failed', error: { code: 'connection-terminated', message: null } }],
    ])
    assert.equal(access.events.length, 0)
  })

  it('refuses more flows than a component may have, and gives places back', async (t) => {
    const { session, host, replies } = await lie(t, { answer: () => {}, openFlows: 2 })
    for (const flowId of [1, 2, 3]) session.receive({ callId: 1, flowId, message: get(host) })
    assert.deepEqual(replies, [[3, { kind: 'failed', error: { code: 'too-many-flows', message: null } }]])
    session.receive({ callId: 1, flowId: 1, message: { kind: 'cancel' } })
    session.receive({ callId: 1, flowId: 4, message: get(host) })
    assert.equal(replies.length, 1)
  })

  it('does not take smuggled lines, hosts and user information to the server', async (t) => {
    let requests = 0
    const { session, access, host, replies } = await lie(t, { answer: () => void requests++ })
    const header = [['x\r\nhost', Buffer.from('y')]]
    const attacks = [
      get(host, { pathWithQuery: '/ HTTP/1.1\r\nhost: other' }),
      get(host, { pathWithQuery: 'http://other.example/' }),
      get(`allowed@${host}`),
      get(host, { headers: header }),
      get(host, { headers: [['x', Buffer.from('y\r\nhost: other')]] }),
      get(host, { method: 'CONNECT' }),
      get(host, { method: 'GET / HTTP/1.1\r\n' }),
    ]
    for (const [index, message] of attacks.entries()) {
      assert.equal(session.receive({ callId: 1, flowId: index + 1, message }), true)
    }
    await new Promise((resolve) => setImmediate(resolve))
    assert.deepEqual(
      replies.map(([, reply]) => reply.kind === 'failed' && reply.error.code),
      attacks.map(() => 'invalid-request'),
    )
    assert.equal(requests, 0)
    assert.ok(access.events.every(({ bytesSent }) => bytesSent === 0))
  })

  it('sends a GET whose body turns out to be empty without one', async (t) => {
    const framing: (string | undefined)[] = []
    const { session, host, replied } = await lie(t, {
      answer: (request, response) => {
        framing.push(request.headers['transfer-encoding'])
        response.end()
      },
    })
    session.receive({ callId: 1, flowId: 1, message: get(host, { bodyLength: null }) })
    session.receive({ callId: 1, flowId: 1, message: { kind: 'end', trailers: [] } })
    await replied('end')
    assert.deepEqual(framing, [undefined])
  })

  it('ends a request whose trailers would split it', async (t) => {
    const { session, host, replied } = await lie(t, { answer: () => {} })
    const trailers = [['x', Buffer.from('y\r\nz: 1')]]
    session.receive({ callId: 1, flowId: 1, message: get(host, { method: 'POST', bodyLength: null }) })
    session.receive({ callId: 1, flowId: 1, message: { kind: 'end', trailers } })
    const failed = await replied('failed')
    assert.equal(failed.kind === 'failed' && failed.error.code, 'invalid-request')
  })

  it('drops a Host header that the process sends past our guest half', async (t) => {
    const hosts: (string | undefined)[] = []
    const { session, host, replied } = await lie(t, {
      answer: (request, response) => {
        hosts.push(request.headers.host)
        response.end()
      },
    })
    const headers = [['Host', Buffer.from('other.example')]]
    session.receive({ callId: 1, flowId: 1, message: get(host, { headers }) })
    await replied('end')
    assert.deepEqual(hosts, [host])
  })

  it('ends what a call left open before the call is over, and says nothing more', async (t) => {
    const { session, access, host, replies, replied } = await lie(t, {
      answer: (_request, response) => response.write('x'),
    })
    session.receive({ callId: 1, flowId: 1, message: get(host) })
    await replied('data')
    const before = replies.length
    session.endCall(1)
    assert.equal(access.events.length, 1)
    assert.equal(replies.length, before)
    assert.equal(session.receive({ callId: 1, flowId: 1, message: { kind: 'credit', bytes: 1 } }), true)
  })

  it('tells once of a host that datagrams go to, however it is spelled, with all of their bytes', async (t) => {
    const receiver = createSocket('udp4')
    const heard = new Promise<void>((resolve) => {
      let datagrams = 0
      receiver.on('message', () => ++datagrams === 3 && resolve())
    })
    await new Promise<void>((resolve) => receiver.bind(0, '127.0.0.1', resolve))
    t.after(() => receiver.close())
    const { port } = receiver.address()
    const { session } = await lie(t)
    const access = networkAccessBy([{ host: `127.0.0.1:${port}`, protocol: 'udp' }])
    session.beginCall(2, access)
    const say = (message: object): boolean => session.receive({ callId: 2, flowId: 1, message })
    say({ kind: 'udp', family: 4 })
    for (const address of ['127.1', '127.0.0.1', '127.1']) {
      say({ kind: 'datagram', bytes: Buffer.from('four'), remote: { address, port } })
    }
    session.endCall(2)
    assert.deepEqual(
      access.events.map(({ kind, bytesSent }) => [kind, bytesSent]),
      [['allowed', 12]],
    )
    await heard
  })

  it('tells of what a guest wrote last, which goes out though its call is over', async (t) => {
    const heard = Promise.withResolvers<string>()
    const host = await listenOnLoopback(
      t,
      createTcpServer((socket) => void text(socket).then(heard.resolve)),
    )
    const { session, replied } = await lie(t)
    const access = networkAccessBy([{ host, protocol: 'tcp' }])
    session.beginCall(2, access)
    const [address, port] = host.split(':')
    session.receive({
      callId: 2,
      flowId: 1,
      message: { kind: 'tcp', remote: { address, port: Number(port) } },
    })
    await replied('connected')
    session.receive({ callId: 2, flowId: 1, message: { kind: 'data', bytes: Buffer.from('goodbye') } })
    session.endCall(2)
    assert.deepEqual(
      access.events.map(({ bytesSent }) => bytesSent),
      [7],
    )
    assert.equal(await heard.promise, 'goodbye')
  })

  it('puts secrets in for the host that was decided on, after the decision', async (t) => {
    const { session, access, host, replied } = await lie(t, {
      answer: (request, response) => response.end(request.headers['authorization']),
    })
    const seen: string[] = []
    session.beginCall(2, {
      ...access,
      inject: (head, attempt) => {
        seen.push(attempt.host)
        return { ...head, headers: [['authorization', Buffer.from('secret')]] }
      },
    })
    session.receive({ callId: 2, flowId: 1, message: get(host) })
    const data = await replied('data')
    assert.equal(data.kind === 'data' && Buffer.from(data.bytes).toString(), 'secret')
    session.receive({ callId: 2, flowId: 2, message: get('127.0.0.1:1') })
    assert.deepEqual(seen, ['127.0.0.1'])
  })
})
