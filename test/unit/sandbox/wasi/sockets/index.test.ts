import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { GuestTrap } from '../../../../../src/sandbox/guest-process/wasi/guest-trap.ts'
import type { InputStream } from '../../../../../src/sandbox/guest-process/wasi/io/input-stream.ts'
import type { OutputStream } from '../../../../../src/sandbox/guest-process/wasi/io/output-stream.ts'
import { createSockets } from '../../../../../src/sandbox/guest-process/wasi/sockets/index.ts'
import { TcpSocket } from '../../../../../src/sandbox/guest-process/wasi/sockets/tcp.ts'
import { UdpSocket } from '../../../../../src/sandbox/guest-process/wasi/sockets/udp.ts'
import { FLOW_WINDOW_BYTES } from '../../../../../src/sandbox/protocol/egress-protocol.ts'
import { FakeNetwork } from '../fake-network.ts'
import { interfaceOf, testGuest, witError } from '../guest.ts'

const REMOTE = { tag: 'ipv4', val: { port: 80, address: [127, 0, 0, 1] } } as const
const ANY = { tag: 'ipv4', val: { port: 0, address: [0, 0, 0, 0] } } as const
const NETWORK = {}
const CONNECTED = { kind: 'connected', remote: { address: '127.0.0.1', port: 80 } } as const

describe('createSockets()', () => {
  it('denies lookups and connections where there is no network', () => {
    const imports = createSockets(testGuest().guest)
    const { resolveAddresses } = interfaceOf<{ resolveAddresses: (network: object, name: string) => void }>(
      imports,
      'wasi:sockets/ip-name-lookup',
    )
    assert.throws(() => resolveAddresses(NETWORK, 'a.example'), witError('access-denied'))
    const { createTcpSocket } = interfaceOf<{ createTcpSocket: (family: string) => TcpSocket }>(
      imports,
      'wasi:sockets/tcp-create-socket',
    )
    assert.throws(() => createTcpSocket('ipv4'), witError('access-denied'))
  })

  it('gives a network that is good for nothing', () => {
    const imports = createSockets(testGuest().guest)
    const { instanceNetwork } = interfaceOf<{ instanceNetwork: () => object }>(
      imports,
      'wasi:sockets/instance-network',
    )
    const { Network } = interfaceOf<{ Network: new () => object }>(imports, 'wasi:sockets/network')
    assert.ok(instanceNetwork() instanceof Network)
  })
})

describe('TcpSocket', () => {
  it('goes from state to state as the WIT says', async () => {
    const network = new FakeNetwork()
    const socket = new TcpSocket('ipv4', network)
    assert.throws(() => socket.finishBind(), witError('not-in-progress'))
    socket.startBind(NETWORK, ANY)
    socket.finishBind()
    assert.throws(() => socket.startBind(NETWORK, ANY), witError('invalid-state'))
    socket.startConnect(NETWORK, REMOTE)
    assert.deepEqual(network.said, [{ kind: 'tcp', remote: { address: '127.0.0.1', port: 80 } }])
    assert.throws(() => socket.finishConnect(), witError('would-block'))
    network.reply(CONNECTED)
    await socket.subscribe().block()
    socket.finishConnect()
    assert.deepEqual(socket.remoteAddress(), REMOTE)
    assert.deepEqual(socket.localAddress(), ANY)
    assert.throws(() => socket.startConnect(NETWORK, REMOTE), witError('invalid-state'))
  })

  it('refuses an address of the other family, and none', () => {
    const socket = new TcpSocket('ipv6', new FakeNetwork())
    assert.throws(() => socket.startConnect(NETWORK, REMOTE), witError('invalid-argument'))
    const other = new TcpSocket('ipv4', new FakeNetwork())
    const nowhere = { tag: 'ipv4', val: { port: 80, address: [0, 0, 0, 0] } } as const
    for (const remote of [ANY, nowhere]) {
      assert.throws(() => other.startConnect(NETWORK, remote), witError('invalid-argument'))
    }
  })

  it('can be waited for by what was subscribed to before it did anything', async () => {
    const network = new FakeNetwork()
    const socket = new TcpSocket('ipv4', network)
    const pollable = socket.subscribe()
    assert.equal(pollable.ready(), true)
    socket.startConnect(NETWORK, REMOTE)
    assert.equal(pollable.ready(), false)
    const blocked = pollable.block()
    network.reply(CONNECTED)
    await blocked
    socket.finishConnect()
    assert.equal(pollable.ready(), true)
  })

  it('closes the stream of the direction that is shut down, as often as the guest likes', async () => {
    const { network, socket, input, output } = await connected()
    network.reply({ kind: 'data', bytes: Buffer.from('unread') })
    for (const type of ['receive', 'send', 'both'] as const) socket.shutdown(type)
    assert.throws(() => input.read(10n), witError({ tag: 'closed' }))
    assert.throws(() => output.checkWrite(), witError({ tag: 'closed' }))
    assert.deepEqual(network.kinds, ['tcp', 'end'])
  })

  it('does not hold up the other side when nobody reads', async () => {
    const { network, input, output } = await connected()
    network.reply({ kind: 'data', bytes: new Uint8Array(FLOW_WINDOW_BYTES / 2) })
    input[Symbol.dispose]()
    network.reply({ kind: 'data', bytes: new Uint8Array(FLOW_WINDOW_BYTES / 2) })
    const credit = { kind: 'credit', bytes: FLOW_WINDOW_BYTES / 2 }
    assert.deepEqual(network.said.slice(1), [credit, credit])
    assert.equal(output.checkWrite(), BigInt(FLOW_WINDOW_BYTES))
  })

  it('takes no address of its own and does not listen', () => {
    const socket = new TcpSocket('ipv4', new FakeNetwork())
    assert.throws(() => socket.startBind(NETWORK, REMOTE), witError('access-denied'))
    assert.throws(() => socket.startListen(), witError('access-denied'))
    assert.equal(socket.isListening(), false)
  })

  it('keeps what is set on it, and takes no nonsense', () => {
    const socket = new TcpSocket('ipv4', new FakeNetwork())
    socket.setHopLimit(3)
    socket.setKeepAliveEnabled(true)
    assert.deepEqual(
      [socket.hopLimit(), socket.keepAliveEnabled(), socket.addressFamily()],
      [3, true, 'ipv4'],
    )
    assert.throws(() => socket.setSendBufferSize(0n), witError('invalid-argument'))
  })
})

interface Connected {
  readonly network: FakeNetwork
  readonly socket: TcpSocket
  readonly input: InputStream
  readonly output: OutputStream
}

async function connected(): Promise<Connected> {
  const network = new FakeNetwork()
  const socket = new TcpSocket('ipv4', network)
  socket.startConnect(NETWORK, REMOTE)
  network.reply(CONNECTED)
  await socket.subscribe().block()
  const [input, output] = socket.finishConnect()
  return { network, socket, input, output }
}

describe('UdpSocket', () => {
  it('sends to the address that it was connected to alone', () => {
    const network = new FakeNetwork()
    const socket = new UdpSocket('ipv4', network)
    assert.throws(() => socket.stream(undefined), witError('invalid-state'))
    socket.startBind(NETWORK, ANY)
    socket.finishBind()
    const [incoming, outgoing] = socket.stream(REMOTE)
    const data = new Uint8Array(3)
    outgoing.checkSend()
    assert.equal(outgoing.send([{ data, remoteAddress: undefined }]), 1n)
    const other = { tag: 'ipv4', val: { port: 81, address: [127, 0, 0, 1] } } as const
    outgoing.checkSend()
    assert.throws(() => outgoing.send([{ data, remoteAddress: other }]), witError('invalid-argument'))
    outgoing.checkSend()
    const good = { data, remoteAddress: undefined }
    assert.equal(outgoing.send([good, { data, remoteAddress: other }, good]), 1n)
    network.reply({ kind: 'datagram', bytes: data, remote: { address: '127.0.0.1', port: 81 } })
    network.reply({ kind: 'datagram', bytes: data, remote: { address: '127.0.0.1', port: 80 } })
    assert.deepEqual(incoming.receive(5n), [{ data, remoteAddress: REMOTE }])
  })

  it('waits when its credit is used up', () => {
    const socket = new UdpSocket('ipv4', new FakeNetwork())
    socket.startBind(NETWORK, ANY)
    socket.finishBind()
    const [, outgoing] = socket.stream(REMOTE)
    const datagram = { data: new Uint8Array(60_000), remoteAddress: undefined }
    assert.equal(outgoing.checkSend(), 3n)
    assert.equal(outgoing.send([datagram, datagram, datagram]), 3n)
    assert.equal(outgoing.checkSend(), 1n)
    outgoing.send([datagram])
    assert.equal(outgoing.checkSend(), 0n)
    assert.equal(outgoing.subscribe().ready(), false)
  })

  it('traps on datagrams that were not permitted', () => {
    const socket = new UdpSocket('ipv4', new FakeNetwork())
    socket.startBind(NETWORK, ANY)
    socket.finishBind()
    const [, outgoing] = socket.stream(REMOTE)
    const datagram = { data: new Uint8Array(60_000), remoteAddress: undefined }
    assert.throws(() => outgoing.send([datagram]), GuestTrap)
    outgoing.checkSend()
    assert.throws(() => outgoing.send([datagram, datagram, datagram, datagram]), GuestTrap)
    outgoing.send([datagram])
    assert.throws(() => outgoing.send([datagram]), GuestTrap)
  })
})
