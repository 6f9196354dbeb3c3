import assert from 'node:assert/strict'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { SILENT_LOGGER } from '#platform'
import { type ComponentState, SqliteStateStore } from '#sandbox'

import { recordingLogger } from '../../../helpers/recording-logger.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const QUOTA = 1_000
const bytes = (text: string): Uint8Array => Buffer.from(text)

async function openStore(
  context: TestContext,
  { logger = SILENT_LOGGER } = {},
): Promise<{ readonly folder: string; readonly open: (id: string, source?: string) => ComponentState }> {
  const folder = join(await temporaryFolder(context), 'state')
  const store = new SqliteStateStore({ folder, logger })
  const open = (id: string, source: string | null = null): ComponentState => {
    const state = store.open({ id, source })
    context.after(() => state.close())
    return state
  }
  return { folder, open }
}

function put(state: ComponentState, [key, value]: readonly [string, string], quota = QUOTA): unknown {
  return state.perform({ kind: 'set', bucket: 'b', entries: [[key, bytes(value)]] }, quota)
}

function read(state: ComponentState, key: string): unknown {
  const values: unknown = state.perform({ kind: 'get', bucket: 'b', keys: [key] }, QUOTA)
  const value: unknown = Array.isArray(values) ? values[0] : null
  return value instanceof Uint8Array ? Buffer.from(value).toString() : value
}

describe('SqliteStateStore', () => {
  it('makes nothing until something is asked, then a folder of the user alone', async (t) => {
    const { folder, open } = await openStore(t)
    const state = open('a')
    await assert.rejects(stat(folder))
    put(state, ['k', 'v'])
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
  })

  it('gives each id a file in its folder, whatever the id', async (t) => {
    const { folder, open } = await openStore(t)
    const ids = ['a', 'a.b', '..', '../a', 'a/b', 'a%2Fb', 'sha256:0']
    const states = ids.map((id) => open(id))
    for (const [index, state] of states.entries()) put(state, ['k', String(index)])
    assert.deepEqual(
      states.map((state) => read(state, 'k')),
      ids.map((_, index) => String(index)),
    )
    for (const state of states) state.close()
    assert.equal((await readdir(folder)).length, ids.length)
  })

  it('keeps places apart that have the same id', async (t) => {
    const { open } = await openStore(t)
    const states = [open('a'), open('a', 'oci://x.com/a'), open('a', 'oci://y.com/a')]
    for (const [index, state] of states.entries()) put(state, ['k', String(index)])
    assert.deepEqual(
      states.map((state) => read(state, 'k')),
      ['0', '1', '2'],
    )
  })

  it('is one state for all who open an id at the same time', async (t) => {
    const { open } = await openStore(t)
    const [one, other] = [open('a'), open('a')]
    put(one, ['k', '1'])
    assert.equal(read(other, 'k'), '1')
    put(other, ['k', '2'])
    assert.equal(read(one, 'k'), '2')
  })

  it('keeps texts apart that end at a NUL for others', async (t) => {
    const { open } = await openStore(t)
    const state = open('a')
    put(state, ['k\0one', '1'])
    put(state, ['k', '2'])
    assert.deepEqual([read(state, 'k\0one'), read(state, 'k')], ['1', '2'])
  })

  it('swaps only where nobody has written since, not even the same value', async (t) => {
    const { open } = await openStore(t)
    const state = open('a')
    put(state, ['k', '1'])
    put(state, ['k', '1'])
    const swap = { kind: 'swap', bucket: 'b', key: 'k', value: bytes('2'), version: 1n } as const
    assert.equal(state.perform(swap, QUOTA), false)
    assert.equal(read(state, 'k'), '1')
  })

  it('counts to the last byte what there is, and nothing that failed', async (t) => {
    const { open } = await openStore(t)
    const state = open('a')
    put(state, ['k', 'x'.repeat(QUOTA - 1)])
    assert.throws(() => put(state, ['k', 'x'.repeat(QUOTA)]), { code: 'STATE_QUOTA' })
    assert.throws(() => put(state, ['', 'x']), { code: 'STATE_QUOTA' })
    assert.throws(() => state.perform({ kind: 'increment', bucket: 'b', key: 'n', delta: 1n }, QUOTA), {
      code: 'STATE_QUOTA',
    })
    put(state, ['k', 'x'])
    put(state, ['l', 'x'.repeat(QUOTA - 3)])
    state.perform({ kind: 'delete', bucket: 'b', keys: ['k', 'l', 'l'] }, QUOTA)
    put(state, ['m', 'x'.repeat(QUOTA - 1)])
  })

  it('refuses to read more at once than a reply may carry', async (t) => {
    const { open } = await openStore(t)
    const state = open('a')
    for (const key of ['a', 'b']) put(state, [key, 'x'.repeat(3 * 2 ** 20)], 2 ** 30)
    assert.throws(() => state.perform({ kind: 'get', bucket: 'b', keys: ['a', 'b'] }, QUOTA), {
      code: 'STATE_TOO_LARGE',
    })
  })

  it('tells the log, and not the guest, what is wrong with a file', async (t) => {
    const logger = recordingLogger()
    const { folder, open } = await openStore(t, { logger })
    put(open('b'), ['k', 'v'])
    await writeFile(
      join(folder, 'a.sqlite'),
      'this is no database, and longer than a header of one would be'.repeat(9),
    )
    const state = open('a')
    assert.throws(
      () => put(state, ['k', 'v']),
      (error: Error & { readonly code?: string }) => {
        return error.code === 'STATE_UNAVAILABLE' && !error.message.includes(folder)
      },
    )
    assert.match(JSON.stringify(logger.lines), /a\.sqlite.*not a database/)
  })
})
