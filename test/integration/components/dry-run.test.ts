import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { FOR_GOOD } from '#policy'

import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents, putGuest } from './open-components.ts'

async function openWith(context: TestContext, guest: string) {
  const folder = await temporaryFolder(context)
  await putGuest(folder, 'guest', guest)
  const components = await openComponents(context, { folder })
  await components.settle()
  return { components, folder }
}

/** A server on loopback that counts requests by method. */
async function startServer(context: TestContext) {
  const methods: string[] = []
  const server = createServer((request, response) => {
    methods.push(request.method ?? '')
    response.end('hello')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return { authority: `127.0.0.1:${address.port}`, methods }
}

describe('a dry run', () => {
  it('tells what would be asked for, grants nothing and leaves no request', async (t) => {
    const { authority, methods } = await startServer(t)
    const { components, folder } = await openWith(t, 'fetches')
    const before = await readdir(folder)
    const run = await components.dryRun('download', { authority, path: '/' })
    assert.deepEqual(
      run.denials.map(({ attempt, grant, requestId }) => ({ attempt, grant, requestId })),
      [
        {
          attempt: `to reach http://${authority}/`,
          grant: { kind: 'network', host: `http://${authority}` },
          requestId: null,
        },
      ],
    )
    assert.deepEqual(run.withheld, [])
    assert.equal(run.componentId, 'guest')
    assert.deepEqual(await components.permissions.pending(), [])
    assert.deepEqual(await readdir(folder), before)
    assert.deepEqual(methods, [])
  })

  it('reads from a host that is granted, and sends nothing to it', async (t) => {
    const { authority, methods } = await startServer(t)
    const { components } = await openWith(t, 'fetches')
    await components.permissions.grant('guest', { kind: 'network', host: authority })
    const read = await components.dryRun('download', { authority, path: '/' })
    assert.deepEqual([read.end.kind, read.denials, read.withheld], ['returned', [], []])
    const sent = await components.dryRun('upload', { authority, path: '/', bytes: 10 })
    assert.deepEqual(sent.denials, [])
    assert.deepEqual(sent.withheld, [
      {
        kind: 'network',
        attempt: `to reach http://${authority}/`,
        rule: `granted network.allow: ${authority}`,
      },
    ])
    assert.deepEqual(methods, ['GET'])
  })

  it('takes no use of a grant that counts them', async (t) => {
    const { authority, methods } = await startServer(t)
    const { components } = await openWith(t, 'fetches')
    const once = { ...FOR_GOOD, uses: 1 }
    await components.permissions.grant('guest', { kind: 'network', host: authority }, once)
    const run = await components.dryRun('download', { authority, path: '/' })
    assert.equal(run.withheld.length, 1)
    assert.deepEqual(methods, [])
    assert.equal((await components.call('download', { authority, path: '/' })).denials, undefined)
    assert.deepEqual(methods, ['GET'])
  })

  it('reads files that are granted, and writes none', async (t) => {
    const granted = await temporaryFolder(t)
    const file = join(granted, 'note.txt')
    await writeFile(file, 'hello')
    const { components } = await openWith(t, 'wasi-all')
    const grant = { kind: 'storage', uri: `fs://${granted}`, access: ['read', 'write'] } as const
    await components.permissions.grant('guest', grant)
    const target = { directory: granted, path: 'note.txt', follow: false }
    const read = await components.dryRun('read-file', target)
    assert.deepEqual(read.end, { kind: 'returned', json: '{"ok":"hello"}', isError: false })
    const written = await components.dryRun('write-file', { ...target, text: 'other' })
    assert.deepEqual(
      written.withheld.map(({ kind, attempt }) => [kind, attempt]),
      [['storage', `to write ${file}`]],
    )
    assert.equal(await readFile(file, 'utf8'), 'hello')
    // Its processes are not those of the component.
    await components.call('write-file', { ...target, text: 'other' })
    assert.equal(await readFile(file, 'utf8'), 'other')
  })

  it('keeps no state', async (t) => {
    const { components } = await openWith(t, 'keeps')
    await components.permissions.grant('guest', { kind: 'state', quota: '64Ki' })
    const note = { bucket: 'notes', key: 'a' }
    const run = await components.dryRun('remember', { ...note, value: '1' })
    assert.deepEqual(run.withheld, [{ kind: 'state', attempt: 'to keep state', rule: 'granted state.quota' }])
    const recalled = await components.call('recall', note)
    assert.deepEqual(recalled.kind === 'returned' && recalled.json, '{"ok":null}')
  })

  it('is refused where the call would not come to the component', async (t) => {
    const { components } = await openWith(t, 'fetches')
    await assert.rejects(components.dryRun('nothing', {}), { code: 'TOOL_NOT_FOUND' })
    await assert.rejects(components.dryRun('download', { authority: 1 }), { code: 'ARGUMENT_INVALID' })
  })
})
