import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { describe, it, type TestContext } from 'node:test'

import type { CallResult, ComponentService } from '#components'

import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents, putGuest } from './open-components.ts'

const QUOTA = { kind: 'state', quota: '64Ki' } as const
const DENIED = { err: 'access-denied' }

interface Folders {
  readonly folder: string
  readonly stateFolder: string
  readonly cacheFolder: string
}

async function makeFolders(context: TestContext): Promise<Folders> {
  const [folder, stateFolder, cacheFolder] = await Promise.all([
    temporaryFolder(context),
    temporaryFolder(context),
    temporaryFolder(context),
  ])
  await putGuest(folder, 'keeps', 'keeps')
  return { folder, stateFolder, cacheFolder }
}

async function serve(context: TestContext, folders: Folders): Promise<ComponentService> {
  const components = await openComponents(context, folders)
  await components.settle()
  return components
}

async function serveGranted(context: TestContext, folders?: Folders): Promise<ComponentService> {
  const components = await serve(context, folders ?? (await makeFolders(context)))
  await components.permissions.grant('keeps', QUOTA)
  return components
}

/** What the guest's function returned, a WIT `result` as JSON has it. */
function valueOf(result: CallResult): unknown {
  return result.kind === 'returned' ? JSON.parse(result.json) : result
}

async function ask(components: ComponentService, tool: string, args: object): Promise<unknown> {
  return valueOf(await components.call(tool, { bucket: 'notes', ...args }))
}

describe('the state of a component', () => {
  it('is denied until it is granted, and leaves a request that a person can approve', async (t) => {
    const folders = await makeFolders(t)
    const components = await serve(t, folders)
    assert.deepEqual(await ask(components, 'remember', { key: 'a', value: '1' }), DENIED)
    const swallowed = await components.call('swallow', { key: 'a' })
    assert.equal(swallowed.kind, 'returned-nothing')
    const [denial] = swallowed.denials ?? []
    assert.deepEqual([denial?.kind, denial?.grant], ['state', { kind: 'state', quota: '10Mi' }])
    assert.deepEqual(await readdir(folders.stateFolder), [])
    const { permissions } = components
    await permissions.approve(await permissions.waiting(denial?.requestId ?? ''))
    assert.deepEqual(await ask(components, 'remember', { key: 'a', value: '1' }), { ok: null })
  })

  it('is there for the next instance, and after the server was started again', async (t) => {
    const folders = await makeFolders(t)
    const before = await serveGranted(t, folders)
    await ask(before, 'remember', { key: 'name\0', value: 'Ada' })
    assert.deepEqual(await ask(before, 'recall', { key: 'name\0' }), { ok: 'Ada' })
    await before.close()
    const after = await serve(t, folders)
    assert.deepEqual(await ask(after, 'recall', { key: 'name\0' }), { ok: 'Ada' })
    assert.deepEqual(await ask(after, 'recall', { bucket: 'other', key: 'name\0' }), { ok: null })
  })

  it('is out of reach from the call after it was taken back, and kept', async (t) => {
    const components = await serveGranted(t)
    await ask(components, 'remember', { key: 'a', value: '1' })
    await components.permissions.revoke('keeps', { kind: 'state' })
    assert.deepEqual(await ask(components, 'recall', { key: 'a' }), DENIED)
    await components.permissions.grant('keeps', QUOTA)
    assert.deepEqual(await ask(components, 'recall', { key: 'a' }), { ok: '1' })
  })

  it('does what the interfaces say', async (t) => {
    const components = await serveGranted(t)
    assert.deepEqual(await ask(components, 'knows', { key: 'a' }), { ok: false })
    assert.deepEqual(await ask(components, 'remember', { key: 'a', value: '' }), { ok: null })
    assert.deepEqual(await ask(components, 'knows', { key: 'a' }), { ok: true })
    assert.deepEqual(await ask(components, 'recall-many', { keys: ['b', 'a'] }), { ok: [null, ''] })
    assert.deepEqual(await ask(components, 'forget', { key: 'a' }), { ok: null })
    assert.deepEqual(await ask(components, 'forget', { key: 'a' }), { ok: null })
    assert.deepEqual(await ask(components, 'append', { key: 'a', text: 'one ' }), { ok: 1 })
    assert.deepEqual(await ask(components, 'append', { key: 'a', text: 'two' }), { ok: 1 })
    assert.deepEqual(await ask(components, 'collide', { key: 'a', value: 'mine' }), { ok: 'mine' })
    assert.deepEqual(await ask(components, 'collide', { key: 'new', value: 'mine' }), { ok: 'mine' })
    assert.deepEqual(await ask(components, 'count', { key: 'a', delta: 1, times: 1 }), {
      err: 'other: The value is no whole number in decimal digits',
    })
  })

  it('lists every key once, page by page', async (t) => {
    const components = await serveGranted(t)
    for (const prefix of ['a', 'b', 'c']) await ask(components, 'fill', { prefix, keys: 700, bytes: 1 })
    const found = await ask(components, 'recall-keys', {})
    const expected = ['a', 'b', 'c'].flatMap((prefix) =>
      Array.from({ length: 700 }, (_, index) => `${prefix}${index}`),
    )
    assert.deepEqual(found, { ok: expected })
    assert.deepEqual(await ask(components, 'recall-page', { cursor: '../1' }), {
      err: 'other: The cursor comes from no list of keys',
    })
    assert.deepEqual(await ask(components, 'forget-many', { keys: expected.slice(0, 1_000) }), { ok: null })
    assert.deepEqual(await ask(components, 'recall-keys', {}), { ok: expected.slice(1_000) })
  })
})

describe('the quota of a component', () => {
  const FULL = { err: 'other: The quota of 65536 bytes is used up, delete something' }

  it('counts keys and values, and frees what is deleted', async (t) => {
    const components = await serveGranted(t)
    assert.deepEqual(await ask(components, 'fill', { prefix: 'k', keys: 1, bytes: 65_534 }), { ok: null })
    assert.deepEqual(await ask(components, 'remember', { key: 'x', value: '' }), FULL)
    assert.deepEqual(await ask(components, 'fill', { prefix: 'k', keys: 1, bytes: 65_535 }), FULL)
    assert.deepEqual(await ask(components, 'forget', { key: 'k0' }), { ok: null })
    assert.deepEqual(await ask(components, 'remember', { key: 'x', value: '' }), { ok: null })
  })

  it('lets all of a batch in or nothing', async (t) => {
    const components = await serveGranted(t)
    assert.deepEqual(await ask(components, 'fill', { prefix: 'k', keys: 10, bytes: 7_000 }), FULL)
    assert.deepEqual(await ask(components, 'recall-keys', {}), { ok: [] })
  })

  it('lets what is there shrink when it was lowered', async (t) => {
    const components = await serveGranted(t)
    await ask(components, 'fill', { prefix: 'k', keys: 1, bytes: 60_000 })
    await components.permissions.grant('keeps', { kind: 'state', quota: '1Ki' })
    assert.deepEqual(await ask(components, 'remember', { key: 'x', value: '' }), {
      err: 'other: The quota of 1024 bytes is used up, delete something',
    })
    assert.deepEqual(await ask(components, 'fill', { prefix: 'k', keys: 1, bytes: 50_000 }), { ok: null })
  })

  it('tells a guest that asks for too much at once, and leaves its process alive', async (t) => {
    const components = await serveGranted(t)
    const tooLong = { err: 'other: A key is longer than 1024 bytes' }
    assert.deepEqual(await ask(components, 'recall', { key: 'ä'.repeat(513) }), tooLong)
    assert.deepEqual(await ask(components, 'recall', { bucket: 'x'.repeat(129), key: 'a' }), {
      err: 'no-such-store',
    })
    assert.deepEqual(await ask(components, 'fill', { prefix: 'k', keys: 1_001, bytes: 1 }), {
      err: 'other: There are more than 1000 keys at once',
    })
    assert.deepEqual(await ask(components, 'fill', { prefix: 'k', keys: 2, bytes: 2_097_153 }), {
      err: 'other: The values are larger than 4194304 bytes',
    })
  })
})

describe('two that keep something', () => {
  it('never see each other’s keys when they are two components', async (t) => {
    const folders = await makeFolders(t)
    const other = { ...folders, folder: await temporaryFolder(t) }
    await putGuest(other.folder, 'keeps.2', 'keeps')
    const [one, two] = [await serveGranted(t, folders), await serve(t, other)]
    await two.permissions.grant('keeps.2', QUOTA)
    await ask(one, 'remember', { key: 'a', value: '1' })
    assert.deepEqual(await ask(two, 'recall-keys', {}), { ok: [] })
    await ask(two, 'forget', { key: 'a' })
    assert.deepEqual(await ask(one, 'recall', { key: 'a' }), { ok: '1' })
  })

  it('count exactly when they are calls at the same time, in two servers', async (t) => {
    const folders = await makeFolders(t)
    const [one, two] = [await serveGranted(t, folders), await serve(t, folders)]
    const calls = [one, two].flatMap((components) =>
      Array.from({ length: 4 }, () => [
        ask(components, 'count', { key: 'n', delta: 1, times: 50 }),
        ask(components, 'append', { key: 'list', text: 'x' }),
      ]).flat(),
    )
    await Promise.all(calls)
    assert.deepEqual(await ask(one, 'count', { key: 'n', delta: -400, times: 1 }), { ok: 0 })
    assert.deepEqual(await ask(two, 'recall', { key: 'list' }), { ok: 'xxxxxxxx' })
  })
})
