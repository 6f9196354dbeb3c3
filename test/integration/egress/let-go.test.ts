import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { inspect } from 'node:util'

import { listenOnLoopback, serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccessBy, type RecordedAccess } from '../../helpers/network-access.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'

const LOOPBACK = [127, 0, 0, 1]
const TIMES = 36
const OK = { tag: 'ok', val: undefined }

/** Few enough that a guest runs out of them when one way to let go is not noticed. */
const sandbox = await openSandbox({ after }, { egress: { openFlows: 4 } })

interface LettingGo {
  readonly network: RecordedAccess
  readonly name: string
  readonly args: readonly unknown[]
}

async function call(guest: string, options: LettingGo): Promise<unknown> {
  const outcome = await callGuest(sandbox, await guestFile(guest), { ...options, returnsResult: true })
  assert.equal(outcome.kind, 'returned', inspect(outcome))
  return outcome.kind === 'returned' && outcome.value
}

function portOf(host: string): number {
  return Number(host.split(':')[1])
}

describe('what a guest lets go of', () => {
  for (const guest of ['calls-the-rest', 'calls-the-rest-async']) {
    it(`cuts a response that does not end, whatever of it is dropped (${guest})`, async (t) => {
      const closed: Promise<unknown>[] = []
      const host = await serveHttp(t, (_request, response) => {
        closed.push(once(response, 'close'))
        response.write('some of it')
      })
      const network = networkAccessBy([{ host }])
      assert.deepEqual(await call(guest, { network, name: 'drop-responses', args: [host, TIMES] }), OK)
      assert.equal(network.events.length, TIMES)
      await Promise.all(closed)
    })
  }

  it('cuts a connection that the server does not end', async (t) => {
    const ends: Promise<unknown>[] = []
    const server = createServer({ allowHalfOpen: true }, (socket: Socket) => {
      ends.push(once(socket.resume(), 'end'))
      socket.write('some')
    })
    const host = await listenOnLoopback(t, server)
    const network = networkAccessBy([{ host, protocol: 'tcp' }])
    const args = [LOOPBACK, portOf(host), TIMES]
    const dropped = await call('calls-the-rest-async', { network, name: 'drop-connections', args })
    assert.deepEqual(dropped, OK)
    assert.equal(network.events.length, TIMES)
    await Promise.all(ends)
  })

  it('takes nothing along that is still sent', async (t) => {
    const heard = Promise.withResolvers<string>()
    const host = await listenOnLoopback(
      t,
      createServer((socket) => void text(socket).then(heard.resolve)),
    )
    const network = networkAccessBy([{ host, protocol: 'tcp' }])
    const args = [LOOPBACK, portOf(host), 'the last words']
    assert.deepEqual(await call('calls-the-rest-async', { network, name: 'send-last', args }), OK)
    assert.equal(await heard.promise, 'the last words')
    assert.equal(network.events[0]?.bytesSent, 14)
  })
})
