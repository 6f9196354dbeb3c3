import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { guestReference } from '../helpers/guest.ts'
import { serveHttp } from '../helpers/loopback-server.ts'
import { RunningServer } from '../helpers/running-server.ts'
import { runWassette, scratchUser } from '../helpers/wassette.ts'
import { planted } from '../helpers/planted.ts'

interface Entry {
  readonly kind: string
  readonly principal: string
  readonly decision?: string
  readonly outcome?: string
  readonly bytesReceived?: number
}

describe('wassette audit', () => {
  it('shows what a server, a client and the operator did, in the order of events', async (context) => {
    const user = await scratchUser(context)
    const authority = await serveHttp(context, (_request, response) => response.end('hello'))
    const command = (...args: readonly string[]) => runWassette(args, user)
    await command('component', 'load', await guestReference('fetches'))
    await using server = await RunningServer.start(user)
    const download = () => server.call('download', { authority, path: `/private?token=${planted('query')}` })
    await download()
    await command('permission', 'grant', 'network', 'fetches', authority)
    await download()
    await server.session[Symbol.asyncDispose]()

    const { exitCode, stdout } = await command('audit', '--component', 'fetches', '-o', 'json')
    assert.equal(exitCode, 0)
    const entries: readonly Entry[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      entries.map(({ kind, principal, decision, outcome }) => [kind, principal, decision ?? outcome]),
      [
        ['load', 'operator', undefined],
        ['network', 'client', 'denied'],
        ['call', 'client', 'error'],
        ['grant', 'operator', undefined],
        ['network', 'client', 'allowed'],
        ['call', 'client', 'returned'],
      ],
    )
    assert.equal(entries[4]?.bytesReceived, 'hello'.length)
    const shown = await command('audit')
    assert.match(shown.stdout, /denied +fetches download +network: to reach http:.* \(no rule\) +by client/)
  })
})
