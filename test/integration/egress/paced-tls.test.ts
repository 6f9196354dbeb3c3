import assert from 'node:assert/strict'
import { createSecureContext, createServer } from 'node:tls'
import { it } from 'node:test'

import { ResponseRelay } from '../../../src/sandbox/egress/response-relay.ts'
import { sendStreamed } from '../../../src/sandbox/egress/streamed-request.ts'
import { Turn } from '../../../src/sandbox/egress/turn.ts'
import { listenOnLoopback } from '../../helpers/loopback-server.ts'
import { createCertificates } from '../../helpers/registry/certificates.ts'

const CRUMBS = '1\r\na\r\n'.repeat(20_000)
const { authority, server } = createCertificates()

class RecordingTurn extends Turn {
  readonly shares: number[] = []

  override waitForBytes(length: number, goOn: () => void): void {
    this.shares.push(length)
    super.waitForBytes(length, goOn)
  }
}

async function* body(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('asked')
}

it('an answer in chunks of one byte comes in shares of a turn over TLS too', async (t) => {
  const host = await listenOnLoopback(
    t,
    createServer({ cert: server.certificate, key: server.key }, (socket) => {
      socket
        .on('error', () => {})
        .once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
          socket.end(`${CRUMBS}0\r\n\r\n`)
        })
    }),
  )
  const [address = '', port = ''] = host.split(':')
  const turn = new RecordingTurn()
  const relay = new ResponseRelay({
    timeouts: { connectMs: null, firstByteMs: null, betweenBytesMs: null },
    limitBytes: CRUMBS.length,
    turn,
    reply: (message) => {
      if (message.kind === 'data') setImmediate(() => relay.grant(Math.max(message.bytes.length, 256)))
    },
  })
  sendStreamed(
    {
      upstream: { scheme: 'https', host: address, port: Number(port), address },
      method: 'POST',
      path: '/',
      headers: [],
      body: body(),
      length: null,
      announced: ['trailer', 'x-a'],
      trailers: () => [],
      trust: createSecureContext({ ca: authority.certificate }),
      turn,
    },
    relay,
  )
  assert.equal(await relay.done, null)
  assert.equal(relay.received, 20_000)
  assert.ok(turn.shares.reduce((sum, share) => sum + share, 0) >= CRUMBS.length)
  assert.ok(Math.max(...turn.shares) <= 4_096)
})
