import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { createSockets } from '../../../../../src/sandbox/guest-process/wasi/sockets/index.ts'
import { TcpSocket } from '../../../../../src/sandbox/guest-process/wasi/sockets/tcp.ts'
import { UdpSocket } from '../../../../../src/sandbox/guest-process/wasi/sockets/udp.ts'
import { FakeNetwork } from '../fake-network.ts'
import { interfaceOf, testGuest, witError } from '../guest.ts'

const REMOTE = { tag: 'ipv4', val: { port: 80, address: [127, 0, 0, 1] } } as const
const ANY = { tag: 'ipv4', val: { port: 0, address: [0, 0, 0, 0] } } as const
const NETWORK = {}

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
    network.reply({ kind: 'connected', remote: { address: '127.0.0.1', port: 80 } })
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
    assert.throws(() => other.startConnect(NETWORK, ANY), witError('invalid-argument'))
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

describe('UdpSocket', () => {
  it('sends to the address that it was connected to alone', () => {
    const network = new FakeNetwork()
    const socket = new UdpSocket('ipv4', network)
    assert.throws(() => socket.stream(undefined), witError('invalid-state'))
    socket.startBind(NETWORK, ANY)
    socket.finishBind()
    const [incoming, outgoing] = socket.stream(REMOTE)
    const data = new Uint8Array(3)
    assert.equal(outgoing.send([{ data, remoteAddress: undefined }]), 1n)
    const other = { tag: 'ipv4', val: { port: 81, address: [127, 0, 0, 1] } } as const
    assert.throws(() => outgoing.send([{ data, remoteAddress: other }]), witError('invalid-argument'))
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
    assert.equal(outgoing.send([datagram, datagram, datagram, datagram]), 3n)
    assert.equal(outgoing.checkSend(), 1n)
    outgoing.send([datagram])
    assert.equal(outgoing.checkSend(), 0n)
    assert.equal(outgoing.subscribe().ready(), false)
  })
})
