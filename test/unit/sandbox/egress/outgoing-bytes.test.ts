import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { OutgoingBytes } from '../../../../src/sandbox/egress/outgoing-bytes.ts'
import { FLOW_WINDOW_BYTES, MAX_CHUNK_BYTES } from '../../../../src/sandbox/protocol/egress-protocol.ts'

const CHUNK = new Uint8Array(MAX_CHUNK_BYTES)

describe('OutgoingBytes', () => {
  it('hands on what comes, in order, until the end', async () => {
    const bytes = new OutgoingBytes(() => {})
    bytes.push(Buffer.from('a'))
    const read = Array.fromAsync(bytes)
    bytes.push(Buffer.from('b'))
    bytes.end()
    assert.equal(Buffer.concat(await read).toString(), 'ab')
    assert.equal(bytes.sent, 2)
  })

  it('takes no more than was granted', () => {
    const bytes = new OutgoingBytes(() => {})
    for (let taken = 0; taken < FLOW_WINDOW_BYTES; taken += CHUNK.length)
      assert.equal(bytes.push(CHUNK), true)
    assert.equal(bytes.push(Buffer.from('a')), false)
  })

  it('takes nothing after the end', () => {
    const bytes = new OutgoingBytes(() => {})
    bytes.end()
    assert.equal(bytes.push(Buffer.from('a')), false)
  })

  it('grants what was read, and no more', async () => {
    let granted = 0
    const bytes = new OutgoingBytes((more) => void (granted += more))
    for (let taken = 0; taken < FLOW_WINDOW_BYTES; taken += CHUNK.length) bytes.push(CHUNK)
    bytes.end()
    await Array.fromAsync(bytes)
    assert.equal(granted, FLOW_WINDOW_BYTES)
  })
})
