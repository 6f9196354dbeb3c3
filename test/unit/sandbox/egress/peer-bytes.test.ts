import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { listenOnLoopback } from '../../../helpers/loopback-server.ts'
import { get, lie, type Liar } from '../../../helpers/lying-session.ts'

const ANSWERS = [
  'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: a\r\n\r\n5\r\nhello\r\n0\r\na: b\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\nset-cookie: a=b\r\n\r\n',
  'HTTP/1.0 301 Moved\r\nlocation: http://127.0.0.1:1/\r\n\r\nuntil the end',
].map((text) => Buffer.from(text))

const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  removed: fc.nat({ max: 4 }),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc
      .constantFrom('\r\n', ':', '0\r\n\r\n', 'content-length: 9\r\n', 'ffffffffffffffff')
      .map((text) => Buffer.from(text)),
  ),
})

const mutated = fc
  .tuple(fc.constantFrom(...ANSWERS), fc.array(change, { maxLength: 4 }))
  .map(([answer, changes]) => changes.reduce<Uint8Array>(changed, answer))

/** What a server says at each request, piece by piece, before it ends the connection. */
const said = fc.array(
  fc.oneof({ weight: 3, arbitrary: mutated }, { weight: 1, arbitrary: fc.uint8Array() }),
  {
    maxLength: 3,
  },
)

function changed(
  bytes: Uint8Array,
  { at, removed, put }: { at: number; removed: number; put: Uint8Array },
): Uint8Array {
  const index = Math.floor(at * bytes.length)
  return Buffer.concat([bytes.subarray(0, index), put, bytes.subarray(index + removed)])
}

/** A server whose bytes are what `state` has at the time. */
function sayingServer(state: { said: readonly Uint8Array[] }): ReturnType<typeof createServer> {
  return createServer((socket: Socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      for (const piece of state.said) socket.write(piece)
      socket.end()
    })
  })
}

async function endOf({ replies }: Liar, flowId: number): Promise<readonly string[]> {
  for (;;) {
    const kinds = replies.flatMap(([id, { kind }]) => (id === flowId ? [kind] : []))
    if (kinds.includes('end') || kinds.includes('failed')) return kinds
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('what a server answers', () => {
  it('ends its own request, whatever bytes it is, and the next one is answered', async (t) => {
    const state: { said: readonly Uint8Array[] } = { said: [] }
    const liar = await lie(t, { host: await listenOnLoopback(t, sayingServer(state)) })
    let flowId = 0
    const request = (): Promise<readonly string[]> => {
      liar.session.receive({ callId: 1, flowId: ++flowId, message: get(liar.host) })
      return endOf(liar, flowId)
    }
    await fc.assert(
      fc.asyncProperty(said, async (pieces) => {
        state.said = pieces
        const kinds = await request()
        assert.equal(kinds.filter((kind) => kind === 'end' || kind === 'failed').length, 1)
        assert.ok(kinds.filter((kind) => kind === 'response').length <= 1)
        state.said = ANSWERS.slice(0, 1)
        assert.deepEqual(
          (await request()).filter((kind) => kind !== 'data'),
          ['response', 'end'],
        )
        liar.replies.length = 0
      }),
    )
  })
})
