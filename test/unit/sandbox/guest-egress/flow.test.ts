import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FLOW_WINDOW_BYTES, MAX_CHUNK_BYTES } from '../../../../src/sandbox/protocol/egress-protocol.ts'
import type { FlowOpening } from '../../../../src/sandbox/protocol/egress-protocol.ts'
import type { Flow } from '../../../../src/sandbox/guest-process/egress/flow.ts'
import { FakeNetwork } from '../wasi/fake-network.ts'

const TCP: FlowOpening = { kind: 'tcp', remote: { address: '192.0.2.1', port: 80 } }
const LOOKUP: FlowOpening = { kind: 'lookup', name: 'a.example' }
const END = { kind: 'end', trailers: [] } as const
const FAILED = { kind: 'failed', error: { code: 'connection-refused', message: null } } as const

function opened(opening: FlowOpening = TCP): { network: FakeNetwork; flow: Flow } {
  const network = new FakeNetwork()
  return { network, flow: network.open(opening) }
}

describe('Flow', () => {
  it('sends in pieces and no more than it has credit for', () => {
    const { network, flow } = opened()
    flow.send(new Uint8Array(MAX_CHUNK_BYTES + 1))
    assert.deepEqual(network.kinds, ['tcp', 'data', 'data'])
    assert.equal(flow.capacity, FLOW_WINDOW_BYTES - MAX_CHUNK_BYTES - 1)
    network.reply({ kind: 'credit', bytes: 10 })
    assert.equal(flow.capacity, FLOW_WINDOW_BYTES - MAX_CHUNK_BYTES + 9)
  })

  it('reads what came, in pieces, then the end', () => {
    const { network, flow } = opened()
    assert.equal(flow.isReadable, false)
    assert.equal(flow.read(5)?.length, 0)
    network.reply({ kind: 'data', bytes: Buffer.from('abc') })
    network.reply(END)
    assert.equal(Buffer.from(flow.read(2) ?? []).toString(), 'ab')
    assert.equal(Buffer.from(flow.read(2) ?? []).toString(), 'c')
    assert.equal(flow.read(2), null)
    assert.equal(flow.failure, null)
  })

  it('takes no empty piece for the lack of one', () => {
    const { network, flow } = opened()
    network.reply({ kind: 'data', bytes: new Uint8Array() })
    assert.equal(flow.isReadable, false)
    network.reply({ kind: 'data', bytes: Buffer.from('abc') })
    assert.equal(Buffer.from(flow.read(3) ?? []).toString(), 'abc')
  })

  it('acknowledges what was read, in steps', () => {
    const { network, flow } = opened()
    network.reply({ kind: 'data', bytes: new Uint8Array(FLOW_WINDOW_BYTES) })
    flow.read(10)
    assert.deepEqual(network.kinds, ['tcp'])
    flow.read(FLOW_WINDOW_BYTES)
    assert.deepEqual(network.said.at(-1), { kind: 'credit', bytes: FLOW_WINDOW_BYTES })
  })

  it('tells everybody who waits that it has changed', async () => {
    const { network, flow } = opened()
    const waits = [flow.changed, flow.changed]
    network.reply({ kind: 'credit', bytes: 1 })
    await Promise.all(waits)
  })

  it('is over when both sides of a connection have ended, or when the answer of anything else has', () => {
    const { network, flow } = opened()
    network.reply(END)
    assert.equal(network.over, 0)
    assert.equal(flow.isClosed, false)
    flow.finish()
    assert.equal(network.over, 1)
    const lookup = opened(LOOKUP)
    lookup.network.reply(END)
    assert.equal(lookup.network.over, 1)
    assert.equal(lookup.flow.isClosed, true)
  })

  it('fails for good, for reader, writer and who waits for the answer', async () => {
    const { network, flow } = opened()
    network.reply(FAILED)
    network.reply(END)
    assert.deepEqual(await flow.opened, FAILED)
    assert.deepEqual(await flow.ended, FAILED)
    assert.deepEqual([flow.capacity, flow.isClosed, flow.isReadable], [0, true, true])
    assert.equal(network.over, 1)
  })

  it('gives what came before it failed', () => {
    const { network, flow } = opened()
    network.reply({ kind: 'data', bytes: Buffer.from('a') })
    network.reply(FAILED)
    assert.equal(flow.read(5)?.length, 1)
    assert.equal(flow.read(5), null)
  })

  it('is let go of when more comes than anybody reads, and ends as it would where nothing does', async () => {
    const unread = opened()
    unread.network.reply({ kind: 'data', bytes: Buffer.from('a') })
    unread.flow.discard()
    assert.equal(unread.network.kinds.at(-1), 'cancel')
    const later = opened()
    later.flow.discard()
    later.network.reply({ kind: 'data', bytes: Buffer.from('a') })
    assert.equal(later.network.kinds.at(-1), 'cancel')
    const read = opened()
    read.flow.discard()
    read.network.reply({ kind: 'data', bytes: new Uint8Array() })
    read.network.reply(END)
    assert.deepEqual(await read.flow.ended, END)
    assert.deepEqual(read.network.kinds, ['tcp'])
  })

  it('is cancelled once, and not when it is over', () => {
    const { network, flow } = opened()
    flow.cancel()
    flow.cancel()
    assert.deepEqual(network.kinds, ['tcp', 'cancel'])
    const lookup = opened(LOOKUP)
    lookup.network.reply(END)
    lookup.flow.cancel()
    assert.deepEqual(lookup.network.kinds, ['lookup'])
  })
})
