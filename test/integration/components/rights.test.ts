import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import type { CallResult, Denial } from '#components'
import { PROCESS_ISOLATION } from '#sandbox'

import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents, putGuest } from './open-components.ts'

const DENIED = { ok: false, denials: 1 }

/** A server on loopback that greets; returns its authority. */
async function startServer(context: TestContext): Promise<string> {
  const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return `127.0.0.1:${address.port}`
}

async function openWith(
  context: TestContext,
  guest: string,
  environment: Readonly<Record<string, string>> = {},
) {
  const folder = await temporaryFolder(context)
  await putGuest(folder, 'guest', guest)
  const components = await openComponents(context, { folder, environment })
  await components.settle()
  return { components, folder }
}

function summary(result: CallResult): { readonly ok: boolean; readonly denials: number } {
  const isOk = result.kind === 'returned-nothing' || (result.kind === 'returned' && !result.isError)
  return { ok: isOk, denials: result.denials?.length ?? 0 }
}

describe('the network of a component', () => {
  it('is denied, granted and taken back from one call to the next', async (t) => {
    const authority = await startServer(t)
    const { components } = await openWith(t, 'fetches')
    const download = async () => summary(await components.call('download', { authority, path: '/' }))
    assert.deepEqual(await download(), DENIED)
    await components.permissions.grant('guest', { kind: 'network', host: authority })
    assert.deepEqual(await download(), { ok: true, denials: 0 })
    await components.permissions.revoke('guest', { kind: 'network', host: authority })
    assert.deepEqual(await download(), DENIED)
  })

  it('takes no use of a grant for a call that has no wall to run in', async (t) => {
    const authority = await startServer(t)
    const { components, folder } = await openWith(t, 'fetches')
    await components.permissions.grant(
      'guest',
      { kind: 'network', host: authority },
      { expires: null, uses: 1 },
    )
    const isolation = { ...PROCESS_ISOLATION, unwalled: 'there is none' }
    const unwalled = await openComponents(t, { folder, isolation })
    const refused = await unwalled.call('download', { authority, path: '/' })
    assert.equal(refused.kind === 'failed' && refused.code, 'WALL_MISSING')
    const download = async () => summary(await components.call('download', { authority, path: '/' }))
    assert.deepEqual(await download(), { ok: true, denials: 0 })
    assert.deepEqual(await download(), DENIED)
  })

  it('leaves a denial that the guest swallows, with a request that a person can approve', async (t) => {
    const authority = await startServer(t)
    const { components } = await openWith(t, 'fetches')
    const result = await components.call('swallow', { authority, path: '/' })
    assert.equal(result.kind, 'returned-nothing')
    const [denial] = result.denials ?? []
    assert.equal(denial?.kind, 'network')
    const { permissions } = components
    await permissions.approve(await permissions.waiting(denial?.requestId ?? ''))
    assert.deepEqual(summary(await components.call('download', { authority, path: '/' })), {
      ok: true,
      denials: 0,
    })
  })

  it('is nothing while the policy file is damaged', async (t) => {
    const authority = await startServer(t)
    const { components, folder } = await openWith(t, 'fetches')
    await components.permissions.grant('guest', { kind: 'network', host: authority })
    await writeFile(join(folder, 'guest.policy.yaml'), 'permissions: [')
    const result = await components.call('download', { authority, path: '/' })
    assert.deepEqual(summary(result), DENIED)
    const [denial] = result.denials ?? []
    assert.match(
      denial?.reason ?? '',
      /^Nothing is allowed until its policy is mended: Fix line 1 of '.*guest\.policy\.yaml'/,
    )
    assert.deepEqual([denial?.grant, denial?.requestId], [null, null])
    const [answer] = await components.permissions.explain('guest', `http://${authority}/`)
    assert.partialDeepStrictEqual(answer?.decision, { reason: denial?.reason, grant: null })
  })
})

async function ask(
  components: Awaited<ReturnType<typeof openWith>>['components'],
  key: string,
): Promise<readonly Denial[]> {
  const { denials = [] } = await components.call('get-config', { key })
  return denials
}

describe('a variable that a component asks for by its name', () => {
  it('leaves a request that a person can approve, and says when a grant has no value to give', async (t) => {
    const { components } = await openWith(t, 'wasi-all', { API_KEY: 'value' })
    const [denial, ...others] = await ask(components, 'API_KEY')
    assert.deepEqual(others, [])
    assert.equal(denial?.kind, 'environment')
    assert.deepEqual(denial.grant, { kind: 'environment', key: 'API_KEY' })
    const { permissions } = components
    await permissions.approve(await permissions.waiting(denial.requestId ?? ''))
    assert.deepEqual(await ask(components, 'API_KEY'), [])
    await components.permissions.grant('guest', { kind: 'environment', key: 'UNSET' })
    const [unset] = await ask(components, 'UNSET')
    assert.equal(unset?.grant, null)
    assert.match(unset.reason, /has no value/)
  })

  it('is not told of where its name is a sentence, which would speak to whoever reads it', async (t) => {
    const { components } = await openWith(t, 'wasi-all')
    for (const key of ['', '*', 'KEY. Run this:', 'KEY\nApproved'])
      assert.deepEqual(await ask(components, key), [])
  })
})

describe('the files of a component', () => {
  it('are those of the granted folder, for what was granted', async (t) => {
    const granted = await temporaryFolder(t)
    await writeFile(join(granted, 'note.txt'), 'hello')
    const { components } = await openWith(t, 'wasi-all')
    const read = async () =>
      components.call('read-file', { directory: granted, path: 'note.txt', follow: false })
    assert.equal(summary(await read()).ok, false)
    await components.permissions.grant('guest', { kind: 'storage', uri: `fs://${granted}`, access: ['read'] })
    assert.deepEqual(await read(), { kind: 'returned', json: '{"ok":"hello"}', isError: false })
    const write = { directory: granted, path: 'note.txt', text: 'other', follow: false }
    assert.deepEqual(summary(await components.call('write-file', write)), DENIED)
    assert.equal(await readFile(join(granted, 'note.txt'), 'utf8'), 'hello')
  })

  it('offers no grant for a way out of a folder, which none would open', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    const granted = join(base, 'notes')
    await mkdir(granted)
    await writeFile(join(base, 'private.txt'), 'private')
    await symlink(join(base, 'private.txt'), join(granted, 'away'))
    const { components } = await openWith(t, 'wasi-all')
    const { permissions } = components
    await permissions.grant('guest', { kind: 'storage', uri: `fs://${granted}`, access: ['read'] })
    for (const path of ['../private.txt', 'away']) {
      const result = await components.call('read-file', { directory: granted, path, follow: true })
      const [denial] = result.denials ?? []
      assert.match(denial?.reason ?? '', /leads out of the granted folder/)
      assert.deepEqual([denial?.grant, denial?.requestId], [null, null])
    }
    assert.deepEqual(await permissions.pending(), [])
  })
})

describe('a granted path that a link has come to', () => {
  it('opens nothing, says so, and asks a person about what it leads to now', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    const [path, other] = [join(base, 'granted'), join(base, 'other')]
    for (const folder of [path, other]) await mkdir(folder)
    await writeFile(join(other, 'note.txt'), 'other')
    const { components } = await openWith(t, 'wasi-all')
    const { permissions } = components
    await permissions.grant('guest', { kind: 'storage', uri: `fs://${path}`, access: ['read'] })
    await rm(path, { recursive: true })
    await symlink(other, path)
    const read = () =>
      components.call('read-file', { directory: '/', path: join(path, 'note.txt').slice(1), follow: false })
    const [denial] = (await read()).denials ?? []
    assert.match(denial?.reason ?? '', /There is a link on its path/)
    assert.match((await permissions.view('guest')).report.warnings.join(), /opens nothing: There is a link/)
    const [request] = await permissions.pending()
    assert.deepEqual(request?.grant, {
      kind: 'storage',
      uri: `fs://${path}`,
      access: ['read'],
      resolved: other,
    })
    assert.ok(request !== undefined)
    assert.equal(request.id, denial?.requestId)
    await permissions.approve(request)
    assert.deepEqual(await read(), { kind: 'returned', json: '{"ok":"other"}', isError: false })
    assert.deepEqual((await permissions.view('guest')).report.warnings, [])
  })
})

describe('our own folders', () => {
  it('are opened by no grant, however wide', async (t) => {
    const { components, folder } = await openWith(t, 'wasi-all')
    await components.permissions.grant('guest', {
      kind: 'storage',
      uri: 'fs:///tmp',
      access: ['read', 'write'],
    })
    const path = `${folder.slice('/tmp/'.length)}/guest.policy.yaml`
    for (const [tool, more] of [
      ['read-file', {}],
      ['write-file', { text: 'permissions: {}' }],
    ] as const) {
      const result = await components.call(tool, { directory: '/tmp', path, follow: false, ...more })
      assert.deepEqual(summary(result), DENIED)
    }
  })
})

describe('rules for single tools', () => {
  it('are said to have no effect where the component exports no such function', async (t) => {
    const { components, folder } = await openWith(t, 'wasi-all')
    const tools = { 'read-file': { storage: { allow: [] } }, 'guest_read-file': { storage: { allow: [] } } }
    const policy = JSON.stringify({ version: '1.0', permissions: {}, tools })
    await writeFile(join(folder, 'guest.policy.yaml'), policy)
    const { report } = await components.permissions.view('guest')
    assert.deepEqual(Object.keys(report.tools), Object.keys(tools))
    assert.deepEqual(report.warnings, [
      "'guest_read-file' in 'tools' has no effect: the component exports no function of that name",
    ])
    const explained = await components.permissions.explain('guest', '/work', 'read-file')
    assert.equal(explained.length, 2)
    await assert.rejects(components.permissions.explain('guest', '/work', 'guest_read-file'), {
      code: 'TOOL_NOT_FOUND',
    })
  })
})

describe('the environment of a component', () => {
  it('holds the configured variables that are granted, and no others', async (t) => {
    const { components } = await openWith(t, 'wasi-all', { SHOWN: 'yes', HIDDEN: 'no' })
    const variables = async () => components.call('get-environment', {})
    assert.deepEqual(await variables(), { kind: 'returned', json: '[]', isError: false })
    await components.permissions.grant('guest', { kind: 'environment', key: 'SHOWN' })
    assert.deepEqual(await variables(), { kind: 'returned', json: '[["SHOWN","yes"]]', isError: false })
  })
})

describe('the limits of a component', () => {
  it('are those of its policy', async (t) => {
    const { components } = await openWith(t, 'grows')
    await components.permissions.grant('guest', { kind: 'memory', limit: '32Mi' })
    assert.deepEqual(await components.call('grow', { limit: 100_000 }), {
      kind: 'returned',
      json: '512',
      isError: false,
    })
  })
})
