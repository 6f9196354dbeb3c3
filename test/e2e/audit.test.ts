import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, it, type TestContext } from 'node:test'

import { guestPath, guestReference } from '../helpers/guest.ts'
import { serveHttp } from '../helpers/loopback-server.ts'
import { planted } from '../helpers/planted.ts'
import { RunningServer } from '../helpers/running-server.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'
import { runWassette, type ScratchUser, scratchUser, WASSETTE } from '../helpers/wassette.ts'

interface Entry {
  readonly kind: string
  readonly principal: string
  readonly decision?: string
  readonly outcome?: string
  readonly tool?: string
  readonly digest?: string
  readonly bytesReceived?: number
}

/** What `wassette audit --follow` prints of one component, line by line. */
function followAudit(context: TestContext, { env }: ScratchUser, component: string) {
  const args = [WASSETTE, 'audit', '--follow', '--component', component]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  context.after(() => child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)
  const lineWith = async (text: string): Promise<string> => {
    for await (const line of lines) if (line.includes(text)) return line
    throw new Error(`No line has '${text}'`)
  }
  return { lineWith }
}

describe('wassette audit', () => {
  it('shows what a server, a client and the operator did, in the order of events', async (context) => {
    const user = await scratchUser(context, { isUnattended: true })
    const authority = await serveHttp(context, (_request, response) => response.end('hello'))
    const command = (...args: readonly string[]) => runWassette(args, user)
    await command('component', 'load', await guestReference('fetches'))
    await using server = await RunningServer.start(user)
    const download = () => server.call('download', { authority, path: `/private?token=${planted('query')}` })
    await download()
    await command('permission', 'grant', 'network', 'fetches', authority, '--yes')
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

  it('names a tool and its component the same way on every line', async (context) => {
    const user = await scratchUser(context)
    const authority = await serveHttp(context, (_request, response) => response.end('hello'))
    const copy = join(await temporaryFolder(context), 'other.wasm')
    await copyFile(await guestPath('fetches'), copy)
    await using server = await RunningServer.start(user)
    await server.load('fetches')
    await server.call('load-component', { path: `file://${copy}` })
    await server.call('other_download', { authority, path: '/' })
    await server.session[Symbol.asyncDispose]()
    const { stdout } = await runWassette(['audit', '--component', 'other', '-o', 'json'], user)
    const [loaded, ...ofCall] = stdout
      .trimEnd()
      .split('\n')
      .map((line): Entry => JSON.parse(line))
    assert.match(loaded?.digest ?? '', /^sha256:/)
    assert.deepEqual(
      ofCall.map(({ kind, tool, digest }) => [kind, tool, digest]),
      ['network', 'call'].map((kind) => [kind, 'other_download', loaded?.digest]),
    )
  })

  it('shows the files that a call has used, once each and by which rule, and follows what happens', async (context) => {
    const user = await scratchUser(context, { isUnattended: true })
    const folder = await temporaryFolder(context)
    await writeFile(join(folder, 'a.txt'), 'hello')
    const command = (...args: readonly string[]) => runWassette(args, user)
    await command('component', 'load', await guestReference('tries-files'))
    await command(
      'permission',
      'grant',
      'storage',
      'tries-files',
      `fs://${folder}`,
      '--access',
      'read',
      '--yes',
    )
    const following = followAudit(context, user, 'tries-files')
    await using server = await RunningServer.start(user)
    await server.call('read-often', { directory: folder, path: 'a.txt', times: 20 })
    const line = await following.lineWith('20 times')
    assert.match(
      line,
      /allowed +tries-files read-often +storage: to read .*a\.txt, 20 times.* \(granted storage\.allow: fs:.*\) +by client/,
    )
  })
})
