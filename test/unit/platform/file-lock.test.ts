import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { withFileLock } from '#platform'

import { temporaryFolder } from '../../helpers/temporary-folder.ts'

describe('withFileLock()', () => {
  it('lets one work at a time', async (t) => {
    const path = join(await temporaryFolder(t), 'counter')
    await writeFile(path, '0')
    const increment = async () => {
      const before = Number(await readFile(path, 'utf8'))
      await new Promise(setImmediate)
      await writeFile(path, String(before + 1))
    }
    await Promise.all(Array.from({ length: 10 }, () => withFileLock(path, increment)))
    assert.equal(await readFile(path, 'utf8'), '10')
  })

  it('lets go and leaves nothing when the work fails', async (t) => {
    const folder = await temporaryFolder(t)
    const path = join(folder, 'file')
    await assert.rejects(
      withFileLock(path, () => Promise.reject(new Error('no'))),
      /no/,
    )
    assert.equal(await withFileLock(path, async () => 'done'), 'done')
    assert.deepEqual(await readdir(folder), [])
  })

  it('waits no longer than somebody wants it, and leaves nothing', async (t) => {
    const folder = await temporaryFolder(t)
    const path = join(folder, 'file')
    const abort = new AbortController()
    await withFileLock(path, async () => {
      const waiting = withFileLock(path, async () => 'had it', { signal: abort.signal })
      abort.abort()
      await assert.rejects(waiting, { code: 'CANCELLED' })
    })
    assert.deepEqual(await readdir(folder), [])
  })

  it('takes over what a dead process left', async (t) => {
    const path = join(await temporaryFolder(t), 'file')
    await writeFile(`${path}.lock`, '1000-00000000-1-abc')
    assert.equal(await withFileLock(path, async () => 'done'), 'done')
  })
})
