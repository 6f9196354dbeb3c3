import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { describe, it, type TestContext } from 'node:test'

import { costOf, FLOW_WINDOW_BYTES } from '../../../src/sandbox/protocol/egress-protocol.ts'
import { type Answer, listenOnLoopback } from '../../helpers/loopback-server.ts'
import { get, lie, type Liar } from '../../helpers/lying-session.ts'

const PIECES = 100_000

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A server that answers with a body in chunks of one byte. */
function serveCrumbs(t: TestContext): Promise<string> {
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      socket.end(`${'1\r\na\r\n'.repeat(PIECES)}0\r\n\r\n`)
    })
  })
  return listenOnLoopback(t, server)
}

/** Answers with a byte a turn. */
const drip: Answer = async (_request, response) => {
  for (let sent = 0; sent < 4_000 && !response.destroyed; sent++) {
    response.write('a')
    await nextTurn()
  }
  response.end()
}

interface Received {
  readonly bytes: number
  readonly messages: number
}

function received({ replies }: Liar, flowId: number): Received {
  const data = replies.flatMap(([id, reply]) => (id === flowId && reply.kind === 'data' ? [reply.bytes] : []))
  return { bytes: data.reduce((sum, bytes) => sum + bytes.length, 0), messages: data.length }
}

function isOver({ replies }: Liar, flowId: number): boolean {
  return replies.some(([id, { kind }]) => id === flowId && kind === 'end')
}

describe('a server that answers byte by byte', () => {
  it('has its bytes joined, and takes as many turns as it sends pieces by the thousand', async (t) => {
    const liar = await lie(t, { host: await serveCrumbs(t), responseBytes: PIECES })
    const flows = [1, 2, 3, 4]
    for (const flowId of flows) {
      // Both ways of sending a request: undici has a parser of its own, and so has Node.
      const parts = flowId % 2 === 0 ? { method: 'POST', bodyLength: null } : {}
      liar.session.receive({ callId: 1, flowId, message: get(liar.host, parts) })
    }
    let turns = 0
    for (; !flows.every((flowId) => isOver(liar, flowId)); turns++) await nextTurn()
    for (const flowId of flows) {
      const { bytes, messages } = received(liar, flowId)
      assert.equal(bytes, PIECES)
      assert.ok(messages < PIECES / 100, `${messages} messages`)
    }
    assert.ok(turns >= (flows.length * PIECES) / 2_048, `${turns} turns`)
  })

  it('is held back when the guest does not read, by messages as by bytes', async (t) => {
    const liar = await lie(t, { answer: drip, responseBytes: PIECES })
    const most = FLOW_WINDOW_BYTES / costOf(Buffer.from('a')) + 1
    liar.session.receive({ callId: 1, flowId: 1, message: get(liar.host) })
    for (let turn = 0; turn < 12_000 && !isOver(liar, 1); turn++) await nextTurn()
    assert.ok(received(liar, 1).messages <= most)
  })
})
