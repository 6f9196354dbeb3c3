import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { after, describe, it, type TestContext } from 'node:test'
import { inspect } from 'node:util'

import type { EgressEvent } from '#sandbox'

import { listenOnLoopback } from '../../helpers/loopback-server.ts'
import { networkAccessBy } from '../../helpers/network-access.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'

const MIB = 1024 * 1024
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'db.internal': ['127.0.0.1'],
  'rebound.example': ['127.0.0.1'],
  'public.example': ['198.51.100.7', '2001:db8::7'],
}

const asked: string[] = []
const egress = {
  resolve: async (name: string) => {
    asked.push(name)
    return NAMES[name] ?? []
  },
}
const sandbox = await openSandbox({ after }, { egress })
const file = await guestFile('dials')

interface Dialed {
  readonly result: unknown
  readonly events: readonly EgressEvent[]
}

async function dial(allow: readonly object[], name: string, ...args: readonly unknown[]): Promise<Dialed> {
  const network = networkAccessBy(allow)
  const outcome = await callGuest(sandbox, file, { name, args, network, returnsResult: true })
  assert.equal(outcome.kind, 'returned', inspect(outcome))
  return { result: outcome.kind === 'returned' && outcome.value, events: network.events }
}

const ok = (val: unknown): unknown => ({ tag: 'ok', val })
const err = (val: string): unknown => ({ tag: 'err', val })

function tcpServer(t: TestContext, answer: (socket: Socket) => unknown): Promise<string> {
  return listenOnLoopback(
    t,
    createServer({ allowHalfOpen: true }, (socket) => void answer(socket)),
  )
}

/** What comes on a socket until the other side has said all; the socket stays open for an answer. */
async function hear(socket: Socket): Promise<string> {
  let heard = ''
  socket.on('data', (chunk: Buffer) => void (heard += chunk.toString()))
  await once(socket, 'end')
  return heard
}

function portOf(host: string): number {
  return Number(host.split(':')[1])
}

async function udpServer(t: TestContext, answers: boolean): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    // One more from a socket that the guest has not sent to.
    const stranger = createSocket('udp4')
    stranger.send('from a stranger', from.port, from.address, () => stranger.close())
    if (answers) setTimeout(() => socket.send(`heard ${message.toString()}`, from.port, from.address), 50)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  return `127.0.0.1:${socket.address().port}`
}

describe('TCP of a guest', () => {
  it('goes to an address that a rule names', async (t) => {
    const host = await tcpServer(t, async (socket) => socket.end(`heard ${await hear(socket)}`))
    const { result, events } = await dial(
      [{ host, protocol: 'tcp' }],
      'dial',
      '127.0.0.1',
      portOf(host),
      'hi',
    )
    assert.deepEqual(result, ok('heard hi'))
    const [event] = events
    assert.deepEqual(
      [event?.kind, event?.bytesSent, event?.bytesReceived, event?.address],
      ['allowed', 2, 8, '127.0.0.1'],
    )
  })

  it('goes to the address of a name that a rule names, once it was looked up', async (t) => {
    const host = await tcpServer(t, async (socket) => socket.end(`heard ${await hear(socket)}`))
    const allow = [{ host: `db.internal:${portOf(host)}`, protocol: 'tcp' }]
    const { result, events } = await dial(allow, 'dial', 'db.internal', portOf(host), 'hi')
    assert.deepEqual(result, ok('heard hi'))
    assert.deepEqual(
      events.map(({ attempt }) => `${attempt.protocol} ${attempt.host}`),
      ['dns db.internal', 'tcp db.internal'],
    )
    const { result: direct } = await dial(allow, 'say', host, 'hi')
    assert.deepEqual(direct, err('access-denied'))
  })

  it('goes nowhere by a rule on HTTP', async (t) => {
    const host = await tcpServer(t, (socket) => socket.destroy())
    const { result, events } = await dial([{ host }], 'say', host, 'hi')
    assert.deepEqual(result, err('access-denied'))
    assert.equal(events[0]?.kind, 'denied')
  })

  it('does not go where a granted name of the public DNS leads inside', async (t) => {
    const host = await tcpServer(t, (socket) => socket.destroy())
    const allow = [{ host: `rebound.example:${portOf(host)}`, protocol: 'tcp' }]
    const { result, events } = await dial(allow, 'dial', 'rebound.example', portOf(host), 'hi')
    assert.deepEqual(result, err('access-denied'))
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['allowed', 'denied'],
    )
  })

  it('does not go to an address in the spelling of the other family', async (t) => {
    const host = await tcpServer(t, (socket) => socket.destroy())
    const { result } = await dial([{ host, protocol: 'tcp' }], 'say', `[::ffff:7f00:2]:${portOf(host)}`, 'hi')
    assert.deepEqual(result, err('invalid-argument'))
  })

  it('streams both ways at once', async (t) => {
    const host = await tcpServer(t, (socket) => socket.pipe(socket))
    const { result } = await dial([{ host, protocol: 'tcp' }], 'echo', host, BigInt(4 * MIB))
    assert.deepEqual(result, ok(BigInt(4 * MIB)))
  })

  it('sends what was written last, though the guest has left', async (t) => {
    const heard = Promise.withResolvers<string>()
    const host = await tcpServer(t, async (socket) => heard.resolve(await hear(socket)))
    const { result } = await dial([{ host, protocol: 'tcp' }], 'say', host, 'goodbye')
    assert.deepEqual(result, ok(undefined))
    assert.equal(await heard.promise, 'goodbye')
  })

  it('says that nobody listens, and that the other side has cut', async (t) => {
    const nobody = { host: '127.0.0.1:1', protocol: 'tcp' }
    assert.deepEqual((await dial([nobody], 'say', '127.0.0.1:1', 'hi')).result, err('connection-refused'))
    const host = await tcpServer(t, (socket) => socket.once('data', () => socket.resetAndDestroy()))
    const cut = await dial([{ host, protocol: 'tcp' }], 'echo', host, BigInt(MIB))
    assert.deepEqual(cut.result, err('connection-reset'))
  })

  it('does not listen', async () => {
    const allow = [{ cidr: '0.0.0.0/0', protocol: 'tcp' }]
    assert.deepEqual((await dial(allow, 'listen', '127.0.0.1:0')).result, err('access-denied'))
    assert.deepEqual((await dial(allow, 'listen', '0.0.0.0:0')).result, err('access-denied'))
  })
})

describe('UDP of a guest', () => {
  it('goes where a rule allows it, and hears those alone', async (t) => {
    const host = await udpServer(t, true)
    const { result, events } = await dial([{ host, protocol: 'udp' }], 'exchange', host, 'hi', 10_000)
    assert.deepEqual(result, ok('heard hi'))
    assert.deepEqual(
      events.map(({ kind, bytesSent, bytesReceived }) => [kind, bytesSent, bytesReceived]),
      [['allowed', 2, 8]],
    )
    const silent = await udpServer(t, false)
    const unheard = await dial([{ host: silent, protocol: 'udp' }], 'exchange', silent, 'hi', 200)
    assert.deepEqual(unheard.result, ok(undefined))
  })

  it('goes nowhere by a rule on TCP', async (t) => {
    const host = await udpServer(t, true)
    const { result, events } = await dial([{ host, protocol: 'tcp' }], 'exchange', host, 'hi', 10_000)
    assert.deepEqual(result, err('access-denied'))
    assert.equal(events[0]?.kind, 'denied')
  })
})

describe('name lookup of a guest', () => {
  it('asks for a name that a rule names, and for no other', async () => {
    asked.length = 0
    const allow = [{ host: 'public.example' }]
    const { result } = await dial(allow, 'resolve', 'Public.Example.')
    assert.deepEqual(result, ok(['198.51.100.7', '2001:db8::7']))
    const { result: denied, events } = await dial(allow, 'resolve', 'secret-data.attacker.example')
    assert.deepEqual(denied, err('access-denied'))
    assert.deepEqual(events[0]?.attempt, { protocol: 'dns', host: 'secret-data.attacker.example' })
    assert.deepEqual(asked, ['public.example'])
  })

  it('gives an address back without asking', async () => {
    asked.length = 0
    assert.deepEqual((await dial([], 'resolve', '10.0.0.1')).result, ok(['10.0.0.1']))
    assert.deepEqual(asked, [])
  })

  it('says that a name has no address, and that it is none', async () => {
    const allow = [{ host: '*' }]
    assert.deepEqual((await dial(allow, 'resolve', 'nobody.example')).result, err('name-unresolvable'))
    assert.deepEqual((await dial(allow, 'resolve', 'no name')).result, err('invalid-argument'))
  })
})
