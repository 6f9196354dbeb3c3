import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, it, type TestContext } from 'node:test'

import { guestReference } from '../helpers/guest.ts'
import { serveHttp } from '../helpers/loopback-server.ts'
import { RunningServer } from '../helpers/running-server.ts'
import { runWassette, scratchUser } from '../helpers/wassette.ts'
import { planted } from '../helpers/planted.ts'

const API_KEY = planted('api-key')

describe('wassette secret', () => {
  it('keeps, lists and deletes, one process after the other, in files of the user alone', async (t) => {
    const user = await scratchUser(t, { isUnattended: true })
    const env = { ...user.env, WASSETTE_SECRET_STORE: 'file' }
    const run = (...args: readonly string[]) => runWassette(args, { env })
    assert.equal((await run('component', 'load', await guestReference('charcount'))).exitCode, 0)

    const set = await run('secret', 'set', 'charcount', `API_KEY=${API_KEY}`, 'TOKEN=env:PATH', '--yes')
    assert.deepEqual([set.exitCode, set.stderr], [0, ''])
    const folder = join(user.home, '.config', 'wassette', 'secrets')
    const file = join(folder, 'charcount.yaml')
    assert.equal(await readFile(file, 'utf8'), `API_KEY: "${API_KEY}"\nTOKEN: "env:PATH"\n`)
    assert.deepEqual([await mode(folder), await mode(file)], ['700', '600'])

    const shown = await run('secret', 'list', 'charcount', '--show-values', '--yes')
    assert.deepEqual(JSON.parse(shown.stdout).secrets[0], { key: 'API_KEY', value: API_KEY })
    assert.equal((await run('component', 'unload', 'charcount')).exitCode, 0)
    const left = await run('secret', 'list', 'charcount')
    assert.deepEqual(JSON.parse(left.stdout).secrets.length, 2)
    assert.equal((await run('secret', 'delete', 'charcount', 'API_KEY', 'TOKEN')).exitCode, 0)
    assert.deepEqual(JSON.parse((await run('secret', 'list', 'charcount')).stdout).secrets, [])
  })
})

async function mode(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8)
}

describe('secrets of a component that a server runs', () => {
  it('go to the host that they are bound to, and to nobody else', async (context) => {
    const { user, command } = await prepare(context)
    const [bound, other] = [await startRecorder(context), await startRecorder(context)]
    await command('secret', 'set', GUEST, `API_KEY=${API_KEY}`, '--host', `http://${bound.authority}`)
    await command('permission', 'grant', 'environment-variable', GUEST, 'API_KEY', '--yes')
    for (const { authority } of [bound, other]) {
      await command('permission', 'grant', 'network', GUEST, authority, '--yes')
    }
    await using server = await RunningServer.start(user)
    const { text: placeholder } = await server.call('tell', { key: 'API_KEY' })
    assert.match(placeholder, /^wassette-secret-[0-9a-f]{32}$/)
    for (const { authority } of [bound, other]) {
      assert.equal((await server.call('send', { authority, key: 'API_KEY' })).isError, false)
    }
    assert.deepEqual(bound.requests, [
      { url: `/${placeholder}?key=${API_KEY}`, authorization: `Bearer ${API_KEY}`, body: placeholder },
    ])
    assert.deepEqual(other.requests, [
      {
        url: `/${placeholder}?key=${placeholder}`,
        authorization: `Bearer ${placeholder}`,
        body: placeholder,
      },
    ])
  })

  it('are seen by the guest where the policy lists them, and by nobody who reads what it says', async (context) => {
    const { user, command } = await prepare(context)
    await command('secret', 'set', GUEST, `API_KEY=${API_KEY}`, `HIDDEN=${planted('hidden')}`)
    await command('permission', 'grant', 'environment-variable', GUEST, 'API_KEY', '--yes')
    await using server = await RunningServer.start({ env: { ...user.env, WASSETTE_LOG: 'debug' } })
    assert.equal((await server.call('tell', { key: 'API_KEY' })).text, '[redacted]')
    assert.match((await server.call('complain', { key: 'API_KEY' })).text, /cannot use Some.*\[redacted\]/)
    assert.equal((await server.call('tell', { key: 'HIDDEN' })).text, 'null')
    // The end of the server is the end of its log and of its audit.
    await server.session.endInput()
    const audit = await readFile(join(user.home, '.local', 'state', 'wassette', 'audit.jsonl'), 'utf8')
    assert.match(audit, /"kind":"call"/)
    assert.match(server.session.log, /API_KEY is Some.*\[redacted\]/)
  })

  it('change without a restart', async (context) => {
    const { user, command } = await prepare(context)
    const { authority, requests } = await startRecorder(context)
    await command('permission', 'grant', 'network', GUEST, authority, '--yes')
    await command('permission', 'grant', 'environment-variable', GUEST, 'API_KEY', '--yes')
    await using server = await RunningServer.start(user)
    const send = () => server.call('send', { authority, key: 'API_KEY' })
    assert.equal((await send()).isError, true)
    for (const value of [planted('first'), planted('second')]) {
      await command('secret', 'set', GUEST, `API_KEY=${value}`)
      assert.equal((await send()).isError, false)
      assert.equal(requests.at(-1)?.body, value)
    }
  })
})

const GUEST = 'carries-secrets'

/** A user with the guest installed and secrets in files. */
async function prepare(context: TestContext) {
  const { env, home } = await scratchUser(context, { isUnattended: true })
  const user = { home, env: { ...env, WASSETTE_SECRET_STORE: 'file' } }
  const command = async (...args: readonly string[]): Promise<void> => {
    const { exitCode, stderr } = await runWassette(args, user)
    assert.equal(exitCode, 0, stderr)
  }
  await command('component', 'load', await guestReference(GUEST))
  return { user, command }
}

interface Received {
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly body: string
}

/** A server that keeps what it is sent. */
async function startRecorder(context: TestContext) {
  const requests: Received[] = []
  const authority = await serveHttp(context, async (request, response) => {
    const { url, headers } = request
    requests.push({ url, authorization: headers.authorization, body: await text(request) })
    response.end()
  })
  return { authority, requests }
}
