import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'

import type { Outcome } from '#sandbox'
import { glueExport } from '#wit'

import { TALK } from '../../helpers/hostile-glue.ts'
import { serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccess, type RecordedAccess } from '../../helpers/network-access.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { replaceGlue } from '../../helpers/replace-glue.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** Glue that an attacker has got hold of: it writes what it likes to the channel, past all code of ours. */
const GLUE = `
${TALK}
export async function instantiate() {
  return {
    ${keyOf('lie')}: (messages) => {
      for (const message of messages) say({ kind: 'egress', callId: 1, ...message })
      return new Promise(() => {})
    },
    ${keyOf('open-socket')}: async (port) => {
      const { connect } = await import('node:net')
      return new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1')
        socket.on('connect', () => resolve('connected')).on('error', (error) => resolve(error.code))
      })
    },
  }
}
`

const cacheFolder = await temporaryFolder({ after })
const file = await guestFile('spins')
const sandbox = await openSandbox({ after }, { cacheFolder, limits: { callMs: 20_000 } })
await sandbox.sandbox.inspect(file)
await replaceGlue(cacheFolder, GLUE)

/** Where the product looks for a function of the world. */
function keyOf(name: string): string {
  return glueExport({ interface: null, name }).name
}

/** Each lie ends its process, so every call is the first of a new one and has the number 1. */
function lie(network: RecordedAccess, messages: readonly object[]): Promise<Outcome> {
  return callGuest(sandbox, file, { name: 'lie', args: [messages], network })
}

function get(authority: string): object {
  const timeouts = { connectMs: null, firstByteMs: null, betweenBytesMs: null }
  const parts = { method: 'GET', scheme: 'http', pathWithQuery: '/', headers: [], bodyLength: 0 }
  return { kind: 'http', authority, ...parts, timeouts }
}

describe('a sandbox process that lies', () => {
  const lies: readonly (readonly [what: string, messages: readonly object[]])[] = [
    ['garbage', [{ flowId: 1, message: 'garbage' }]],
    ['a number that is none', [{ flowId: 'one', message: get('a.example') }]],
    ['a step in a flow that nobody opened', [{ flowId: 9, message: { kind: 'cancel' } }]],
    ['a body that was not announced', [1, 2].map(() => ({ flowId: 1, message: get('a.example') }))],
    [
      'credit that it was never owed',
      [
        { flowId: 1, message: { kind: 'udp', family: 4 } },
        { flowId: 1, message: { kind: 'credit', bytes: 1_000_000 } },
      ],
    ],
  ]
  for (const [what, messages] of lies) {
    it(`is killed for ${what}`, async () => {
      assert.equal((await lie(networkAccess(['a.example']), messages)).kind, 'crashed')
    })
  }

  it('reaches nothing that was not granted', async (t) => {
    let requests = 0
    const host = await serveHttp(t, () => void requests++)
    const network = networkAccess(['a.example'])
    const messages = [
      { flowId: 1, message: get(host) },
      {
        flowId: 2,
        message: { kind: 'tcp', remote: { address: '127.0.0.1', port: Number(host.split(':')[1]) } },
      },
      { flowId: 3, message: { kind: 'lookup', name: 'secret.attacker.example' } },
      { flowId: 4, message: 'the end' },
    ]
    assert.equal((await lie(network, messages)).kind, 'crashed')
    assert.deepEqual(
      network.events.map(({ kind }) => kind),
      ['denied', 'denied', 'denied'],
    )
    assert.equal(requests, 0)
  })

  it('does not fill the memory of the host with questions whose answers it does not read', async (t) => {
    const refused = Array.from({ length: 50_000 }, (_, index) => ({
      flowId: index + 1,
      message: get('b.example'),
    }))
    const network = networkAccess([])
    const waiting = await openSandbox(t, { cacheFolder, limits: { callMs: 3_000 } })
    const outcome = await callGuest(waiting, file, { name: 'lie', args: [refused], network })
    // It waits to be heard, and is not before it has read: until its time is over.
    assert.partialDeepStrictEqual(outcome, { kind: 'limit', limit: 'time' })
    assert.ok(network.events.length <= 10_000, String(network.events.length))
  })

  // Before Node 25 only the layer of the operating system takes sockets away.
  if (process.allowedNodeEnvironmentFlags.has('--allow-net')) {
    it('opens no socket by itself', async (t) => {
      const host = await serveHttp(t, (_request, response) => response.end())
      const outcome = await callGuest(sandbox, file, {
        name: 'open-socket',
        args: [Number(host.split(':')[1])],
      })
      assert.deepEqual(outcome, { kind: 'returned', value: 'ERR_ACCESS_DENIED' })
    })
  }
})
