import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { serveHttp } from '../helpers/loopback-server.ts'
import { RunningServer } from '../helpers/running-server.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'
import { runWassette, scratchUser } from '../helpers/wassette.ts'

/** A user, a host that answers `/held` only when it is told to, and commands beside a server. */
async function prepare(context: TestContext) {
  const user = await scratchUser(context, { isUnattended: true })
  const held = Promise.withResolvers<ServerResponse>()
  const authority = await serveHttp(context, (request, response) => {
    if (request.url === '/held') held.resolve(response)
    else response.end('hello')
  })
  const start = async (...flags: readonly string[]): Promise<RunningServer> => {
    const server = await RunningServer.start(user, { flags })
    context.after(() => server[Symbol.asyncDispose]())
    return server
  }
  const permission = async (...args: readonly string[]): Promise<string> => {
    const yes = ['grant', 'approve'].includes(args[0] ?? '') ? ['--yes'] : []
    const { exitCode, stdout, stderr } = await runWassette(['permission', ...args, ...yes], user)
    assert.equal(exitCode, 0, stderr)
    return stdout
  }
  const fetchFrom = (server: RunningServer, path: string) => {
    const request = { method: 'GET', url: `http://${authority}${path}`, headers: [], body: null }
    return server.begin('fetch', { request })
  }
  return { user, authority, held: held.promise, start, permission, fetchFrom }
}

describe('permissions that change while a call runs', () => {
  it('are taken back for the next call; the one that runs ends as it began', async (context) => {
    const { authority, held, start, permission, fetchFrom } = await prepare(context)
    const server = await start()
    await server.load('wasi-all')
    await permission('grant', 'network', 'wasi-all', authority)
    const running = fetchFrom(server, '/held')
    const response = await held
    await permission('revoke', 'network', 'wasi-all', authority)
    assert.match((await fetchFrom(server, '/').answer).text, /Network permission denied/)
    response.end('late')
    const { isError, text } = await running.answer
    assert.equal(isError, false)
    assert.match(text, /late/)
    assert.match((await fetchFrom(server, '/').answer).text, /Network permission denied/)
  })

  it('are given to the next call beside it, files and variables too', async (context) => {
    const { authority, held, start, permission, fetchFrom } = await prepare(context)
    const folder = await temporaryFolder(context)
    await writeFile(join(folder, 'note.txt'), 'a note')
    const server = await start('--env', 'SHOWN=yes')
    await server.load('wasi-all')
    await permission('grant', 'network', 'wasi-all', authority)
    const running = fetchFrom(server, '/held')
    const response = await held
    await permission('grant', 'storage', 'wasi-all', `fs://${folder}`, '--access', 'read')
    await permission('grant', 'environment-variable', 'wasi-all', 'SHOWN')
    const read = { directory: folder, path: 'note.txt', follow: false }
    assert.match((await server.call('read-file', read)).text, /a note/)
    assert.match((await server.call('get-environment')).text, /SHOWN/)
    await permission('reset', 'wasi-all')
    assert.equal((await server.call('read-file', read)).isError, true)
    assert.equal((await server.call('get-environment')).text, '[]')
    response.end('late')
    assert.match((await running.answer).text, /late/)
  })
})

describe('a permission for one call', () => {
  it('is for one of two, also in two servers at once', async (context) => {
    const { authority, start, permission, fetchFrom } = await prepare(context)
    const [one, other] = [await start(), await start()]
    await one.load('wasi-all')
    await other.toolNamesInclude('fetch')
    await permission('grant', 'network', 'wasi-all', authority, '--once')
    const calls = [one, other, one, other].map((server) => fetchFrom(server, '/').answer)
    const answers = await Promise.all(calls)
    assert.equal(answers.filter(({ isError }) => !isError).length, 1)
  })
})

describe('a permission for a time', () => {
  it('outlives a server, and ends whatever server there is', async (context) => {
    const { user, authority, start, permission, fetchFrom } = await prepare(context)
    const first = await start()
    await first.load('wasi-all')
    await permission('grant', 'network', 'wasi-all', authority, '--for', '1h')
    assert.equal((await fetchFrom(first, '/').answer).isError, false)
    await first.session.endInput()
    const second = await start()
    assert.equal((await fetchFrom(second, '/').answer).isError, false)
    const file = join(user.componentDir, 'wasi-all.policy.yaml')
    const policy = await readFile(file, 'utf8')
    assert.match(policy, /expires: /)
    await writeFile(file, policy.replace(/expires: .*/, 'expires: 2020-01-01T00:00:00.000Z'))
    assert.match((await fetchFrom(second, '/').answer).text, /Network permission denied/)
    const third = await start()
    assert.match((await fetchFrom(third, '/').answer).text, /Network permission denied/)
  })
})

describe('permissions that the operator alone grants', () => {
  it('are not asked for: there are no such tools, and a call of one changes nothing', async (context) => {
    const { start, permission } = await prepare(context)
    const server = await start('--grants', 'operator')
    await server.load('wasi-all')
    const { result } = await server.session.request('list', 'tools/list')
    assert.doesNotMatch(JSON.stringify(result), /"name":"grant-/)
    assert.match(JSON.stringify(result), /"name":"revoke-network-permission"/)
    const asked = { component_id: 'wasi-all', details: { host: 'x.com' } }
    const answer = await server.call('grant-network-permission', asked)
    assert.equal(answer.isError, true)
    assert.match(answer.text, /wassette permission grant/)
    assert.match(await permission('pending'), /"total": 0/)
  })
})

describe('a denial that a guest swallows', () => {
  it('is in the result, the log and the audit', async (context) => {
    const { user, authority, start } = await prepare(context)
    user.env['WASSETTE_LOG'] = 'warn'
    const server = await start()
    await server.load('fetches')
    const call = { name: 'swallow', arguments: { authority, path: '/' } }
    const { result } = await server.session.request('swallow', 'tools/call', call)
    const { isError = false, content, _meta } = Object(result)
    assert.deepEqual([isError, content], [false, [{ type: 'text', text: 'null' }]])
    const [denial, ...others] = _meta['wassette/denials']
    assert.deepEqual(others, [])
    assert.partialDeepStrictEqual(denial, {
      componentId: 'fetches',
      kind: 'network',
      grant: { kind: 'network', host: `http://${authority}` },
      approveCommand: `wassette permission approve ${denial.requestId} --component-dir ${user.componentDir}`,
    })
    assert.match(server.session.log, new RegExp(denial.requestId))
    const { stdout } = await runWassette(['audit', '--component', 'fetches'], user)
    assert.match(stdout, /denied +fetches swallow +network: to reach http:.*\(no rule\)/)
  })
})
