import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import type { FileUse } from '#sandbox'

import { grant } from '../../helpers/guest-files.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

async function open(t: TestContext, guest: string, callMs = 60_000) {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'a.txt'), 'hello')
  const files = { allow: [grant(folder, 'read', 'write')], deny: [] }
  const opened = await openSandbox(t, { files, limits: { callMs } })
  const told: { uses: readonly FileUse[]; others: number }[] = []
  const reportUses = (uses: readonly FileUse[], others: number) => void told.push({ uses, others })
  const call = async (name: string, ...args: readonly unknown[]) => {
    return callGuest(opened, await guestFile(guest), { name, args, returnsResult: true, reportUses })
  }
  return { folder, told, call }
}

describe('what a call was allowed to use of files', () => {
  it('is told once, at its end, with the bytes', async (t) => {
    const { folder, told, call } = await open(t, 'wasi-all')
    await call('read-file', folder, 'a.txt', false)
    await call('write-file', folder, 'b.txt', 'some text', false)
    await call('append-file', folder, 'b.txt', ' more')
    await call('list-directory', folder, '.')
    await call('rename-path', folder, 'a.txt', folder, 'c.txt')
    await call('read-clocks')
    const use = (name: string, access: string, bytes: number) => ({
      path: join(folder, name),
      access,
      count: 1,
      bytes,
    })
    assert.deepEqual(
      told.map(({ uses, others }) => [...uses, others]),
      [
        [use('a.txt', 'read', 5), 0],
        [use('b.txt', 'write', 9), 0],
        [use('b.txt', 'write', 5), 0],
        [use('.', 'read', 0), 0],
        [use('a.txt', 'write', 0), use('c.txt', 'write', 0), 0],
      ],
    )
  })

  it('is one use with a count, however often a file is opened', async (t) => {
    const { folder, told, call } = await open(t, 'tries-files')
    await call('read-often', folder, 'a.txt', 10_000)
    assert.equal(told.length, 1)
    assert.deepEqual(
      told[0]?.uses.map(({ path, access, count }) => ({ path, access, count })),
      [{ path: join(folder, 'a.txt'), access: 'read', count: 10_000 }],
    )
  })

  it('is told too of a guest that goes on until it is killed', async (t) => {
    const { folder, told, call } = await open(t, 'tries-files', 2_000)
    const outcome = await call('read-often', folder, 'a.txt', 4_000_000_000)
    assert.equal(outcome.kind, 'limit')
    assert.deepEqual([told.length, told[0]?.uses[0]?.path], [1, join(folder, 'a.txt')])
  })
})
