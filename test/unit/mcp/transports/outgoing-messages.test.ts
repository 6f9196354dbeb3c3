import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { describe, it } from 'node:test'

import type { JSONRPCMessage } from '@modelcontextprotocol/server'

import { JsonText, SharedRoom } from '#platform'

import { OutgoingMessages } from '../../../../src/mcp/transports/outgoing-messages.ts'

const LONG = 'x'.repeat(100_000)

/** What was written, to a reader that takes nothing before `read`. */
function scene() {
  const unread: (() => void)[] = []
  let isRead = false
  const lines: string[] = []
  const output = new Writable({
    decodeStrings: false,
    write: (text: string, _encoding, callback) => {
      lines.push(text)
      if (isRead) callback()
      else unread.push(callback)
    },
  })
  const read = () => {
    isRead = true
    for (const callback of unread.splice(0)) callback()
  }
  const ids = () =>
    lines
      .join('')
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line).id ?? JSON.parse(line).method)
  return { outgoing: new OutgoingMessages(output, () => {}), ids, read }
}

function answer(id: number, result: JsonText): JSONRPCMessage {
  const content = [{ type: 'text', text: result.text }]
  return { jsonrpc: '2.0', id, result: { content, structuredContent: { result } } }
}

function long(id: number): JSONRPCMessage {
  return answer(id, new JsonText(LONG, 'string'))
}

function short(id: number): JSONRPCMessage {
  return answer(id, new JsonText('true'))
}

describe('OutgoingMessages', () => {
  it('lets a long answer that has not begun wait for all others, each in order', async () => {
    const at = scene()
    const messages = [
      long(1),
      long(2),
      short(3),
      long(4),
      { jsonrpc: '2.0' as const, method: 'notifications/progress', params: { message: LONG } },
      short(5),
    ]
    const sent = messages.map((message) => at.outgoing.send(message))
    at.read()
    await Promise.all(sent)
    assert.deepEqual(at.ids(), [1, 3, 'notifications/progress', 5, 2, 4])
  })

  it('writes a string as data and as text', async () => {
    const at = scene()
    at.read()
    await at.outgoing.send(long(1))
    await at.outgoing.end()
    assert.deepEqual(at.ids(), [1])
    assert.equal(at.outgoing.waiting, 0)
  })

  it('gives back the room of a result when it is out, and counts only what has none', async () => {
    const at = scene()
    const shared = new SharedRoom(1_000_000)
    const room = shared.open()
    room.take(LONG.length)
    const sent = at.outgoing.send(answer(1, new JsonText(LONG, 'string', room)))
    assert.equal(at.outgoing.waiting, 0)
    void at.outgoing.send(long(2))
    assert.equal(at.outgoing.waiting, 2 * LONG.length)
    assert.equal(shared.bytesLeft, 1_000_000 - LONG.length)
    at.read()
    await sent
    await at.outgoing.end()
    assert.equal(shared.bytesLeft, 1_000_000)
  })
})
