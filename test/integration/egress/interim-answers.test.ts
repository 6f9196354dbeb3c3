import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { describe, it, type TestContext } from 'node:test'

import { listenOnLoopback } from '../../helpers/loopback-server.ts'
import { get, lie, type Liar } from '../../helpers/lying-session.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const ANSWER = 'HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}'
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n'
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'

/** A server that says this at the end of each head that it reads, and keeps the connection. */
function answering(t: TestContext, text: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      // A handshake of TLS, where http is tried second.
      if (chunk[0] === 0x16) socket.destroy()
      else if (chunk.includes('\r\n\r\n')) socket.write(text)
    })
  })
  return listenOnLoopback(t, server)
}

/** How a flow ended: the status of its answer, or its failure. */
function endOf({ replies }: Liar, flowId: number): unknown {
  const own = replies.flatMap(([id, reply]) => (id === flowId ? [reply] : []))
  const failed = own.find(({ kind }) => kind === 'failed')
  const response = own.find(({ kind }) => kind === 'response')
  return failed?.kind === 'failed' ? failed.error.code : response?.kind === 'response' && response.status
}

async function settle({ replies }: Liar, flowId: number): Promise<void> {
  while (!replies.some(([id, { kind }]) => id === flowId && (kind === 'end' || kind === 'failed'))) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('answers before the answer', () => {
  it('are passed over, 100 among them though nobody asked for it, on a kept connection too', async (t) => {
    const host = await answering(t, CONTINUE + HINTS + CONTINUE + ANSWER)
    const liar = await lie(t, { host })
    for (const flowId of [1, 2, 3]) {
      liar.session.receive({ callId: 1, flowId, message: get(host) })
      await settle(liar, flowId)
      assert.equal(endOf(liar, flowId), 404)
    }
  })

  it('are passed over while a body is written', async (t) => {
    const host = await answering(t, CONTINUE + ANSWER)
    const liar = await lie(t, { host })
    liar.session.receive({ callId: 1, flowId: 1, message: get(host, { method: 'POST', bodyLength: null }) })
    await settle(liar, 1)
    assert.equal(endOf(liar, 1), 404)
  })

  it('have an end', async (t) => {
    for (const interim of [CONTINUE, HINTS]) {
      for (const bodyLength of [0, null]) {
        const host = await answering(t, interim.repeat(10_000))
        const liar = await lie(t, { host })
        liar.session.receive({ callId: 1, flowId: 1, message: get(host, { method: 'POST', bodyLength }) })
        await settle(liar, 1)
        assert.equal(endOf(liar, 1), 'protocol')
      }
    }
  })

  it('are passed over from a registry, up to a number', async (t) => {
    await using home = await TemporaryHome.create()
    const artifacts = home.artifacts({ retry: { retries: 0, baseDelayMs: 1, longestDelayMs: 1 } })
    const patient = await answering(t, CONTINUE + HINTS + ANSWER)
    await assert.rejects(artifacts.fetchArtifact(`oci://${patient}/me/x:1`), { code: 'ARTIFACT_NOT_FOUND' })
    const endless = await answering(t, CONTINUE.repeat(10_000))
    await assert.rejects(artifacts.fetchArtifact(`oci://${endless}/me/x:1`), { code: 'HOST_UNREACHABLE' })
  })
})
