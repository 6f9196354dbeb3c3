import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'

import { serveHttp } from '../helpers/loopback-server.ts'
import { RunningServer } from '../helpers/running-server.ts'
import { runWassette, type ScratchUser, scratchUser } from '../helpers/wassette.ts'

interface Pending {
  readonly requests: readonly { readonly id: string; readonly allows: string; readonly tool?: string }[]
}

describe('permissions of a component that a server runs', () => {
  it('are granted and revoked by a command meanwhile', async (context) => {
    const { user, authority, command } = await prepare(context)
    await using server = await RunningServer.start(user)
    await server.load('fetches')
    const download = () => server.call('download', { authority, path: '/' })
    const denied = await download()
    assert.match(denied.text, /Network permission denied/)
    assert.match(denied.text, /fetches/)
    assert.match(denied.text, /grant-network-permission/)
    await command('permission', 'grant', 'network', 'fetches', authority, '--yes')
    assert.equal((await download()).isError, false)
    await command('permission', 'revoke', 'network', 'fetches', authority)
    assert.match((await download()).text, /Network permission denied/)
  })

  it('are approved by a command after a call was denied, for one call', async (context) => {
    const { user, authority, command } = await prepare(context)
    await using server = await RunningServer.start(user)
    await server.load('fetches')
    const download = () => server.call('download', { authority, path: '/' })
    await download()
    const { requests }: Pending = JSON.parse(await command('permission', 'pending'))
    assert.deepEqual(
      requests.map(({ allows, tool }) => ({ allows, tool })),
      [{ allows: `connect to "127.0.0.1" by http on port ${authority.split(':')[1]}`, tool: 'download' }],
    )
    await command('permission', 'approve', requests[0]?.id ?? '', '--once', '--yes')
    assert.equal((await download()).isError, false)
    assert.match((await download()).text, /Network permission denied/)
  })

  it('are not widened by a model', async (context) => {
    const { user, authority, command } = await prepare(context)
    await using server = await RunningServer.start(user)
    await server.load('fetches')
    const asked = { component_id: 'fetches', details: { host: authority } }
    const answer = await server.call('grant-network-permission', asked)
    assert.equal(answer.isError, true)
    const { message, status }: Record<string, string> = JSON.parse(answer.text)
    assert.equal(status, 'permission pending')
    assert.match((await server.call('download', { authority, path: '/' })).text, /Network permission denied/)
    const [program, ...args] = message?.split('ask the user to run: ')[1]?.split(' ') ?? []
    assert.equal(program, 'wassette')
    await command(...args, '--yes')
    assert.equal((await server.call('download', { authority, path: '/' })).isError, false)
  })

  it('are widened by a model where the operator wants that', async (context) => {
    const { user, authority } = await prepare(context)
    await using server = await RunningServer.start(user, { flags: ['--grants', 'model'] })
    await server.load('fetches')
    const asked = { component_id: 'fetches', details: { host: authority } }
    assert.equal((await server.call('grant-network-permission', asked)).isError, false)
    assert.equal((await server.call('download', { authority, path: '/' })).isError, false)
  })
})

interface Prepared {
  readonly user: ScratchUser
  readonly authority: string
  /** Runs a command line beside the server and returns what it printed. */
  readonly command: (...args: readonly string[]) => Promise<string>
}

async function prepare(context: TestContext): Promise<Prepared> {
  const user = await scratchUser(context, { isUnattended: true })
  const authority = await serveHttp(context, (_request, response) => response.end('hello'))
  return {
    user,
    authority,
    async command(...args) {
      const { exitCode, stdout, stderr } = await runWassette(args, user)
      assert.equal(exitCode, 0, stderr)
      return stdout
    },
  }
}
