import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { TcpSocket3 } from '../../../../../src/sandbox/guest-process/wasi/p3/sockets/tcp.ts'
import type { GuestStream } from '../../../../../src/sandbox/guest-process/wasi/p3/guest-stream.ts'
import { FakeNetwork } from '../fake-network.ts'

const REMOTE = { tag: 'ipv4', val: { port: 80, address: [127, 0, 0, 1] } } as const
const OK = { tag: 'ok', val: undefined }

/** A stream of which the test says when it goes on. */
class SlowStream implements GuestStream {
  readonly #next = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  #reads = 0

  write(): void {
    this.#next[0]?.resolve()
  }

  end(): void {
    this.#next[1]?.resolve()
  }

  async read(): Promise<{ value?: Uint8Array; done: boolean }> {
    const read = this.#reads++
    await this.#next[read]?.promise
    return read === 0 ? { value: Buffer.from('last'), done: false } : { done: true }
  }

  [Symbol.dispose](): void {}
}

async function connected(): Promise<{ network: FakeNetwork; socket: TcpSocket3 }> {
  const network = new FakeNetwork()
  const socket = new TcpSocket3('ipv4', network)
  const connecting = socket.connect(REMOTE)
  network.reply({ kind: 'connected', remote: { address: '127.0.0.1', port: 80 } })
  await connecting
  return { network, socket }
}

function readerOf(incoming: AsyncIterable<Uint8Array> | []): AsyncIterator<Uint8Array> {
  assert.ok(!Array.isArray(incoming))
  return incoming[Symbol.asyncIterator]()
}

describe('TcpSocket3', () => {
  it('sends what a stream still gives when the socket was dropped', async () => {
    const { network, socket } = await connected()
    const data = new SlowStream()
    const sent = socket.send(data)
    const [incoming, ended] = socket.receive()
    socket[Symbol.dispose]()
    data.write()
    data.end()
    assert.deepEqual(await sent, OK)
    assert.deepEqual(network.kinds, ['tcp', 'data', 'end'])
    network.reply({ kind: 'data', bytes: Buffer.from('answer') })
    network.reply({ kind: 'end', trailers: [] })
    const chunks = await Array.fromAsync(incoming)
    assert.equal(Buffer.concat(chunks).toString(), 'answer')
    assert.deepEqual(await ended, OK)
  })

  it('is let go of when it was dropped and nobody sends or reads any more', async () => {
    const unused = await connected()
    unused.socket[Symbol.dispose]()
    assert.deepEqual(unused.network.kinds, ['tcp', 'end', 'cancel'])
    const { network, socket } = await connected()
    const [incoming, ended] = socket.receive()
    socket[Symbol.dispose]()
    assert.deepEqual(network.kinds, ['tcp', 'end'])
    await readerOf(incoming).return?.()
    assert.deepEqual(network.kinds, ['tcp', 'end', 'cancel'])
    assert.deepEqual(await ended, OK)
  })

  it('hears that its reader is gone while it waits for the next bytes', async () => {
    const { network, socket } = await connected()
    const [incoming, ended] = socket.receive()
    const reader = readerOf(incoming)
    const waiting = reader.next()
    await reader.return?.()
    assert.equal((await waiting).done, true)
    assert.deepEqual(await ended, OK)
    socket[Symbol.dispose]()
    assert.deepEqual(network.kinds, ['tcp', 'end', 'cancel'])
  })
})
