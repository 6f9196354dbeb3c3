import assert from 'node:assert/strict'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { makeFolder } from '#platform'

import { temporaryFolder } from '../../helpers/temporary-folder.ts'

describe('makeFolder()', () => {
  it('makes every folder that is missing', async (t) => {
    const path = join(await temporaryFolder(t), 'a', 'b', 'c')
    await makeFolder(path, { mode: 0o700 })
    assert.equal((await stat(path)).mode & 0o777, 0o700)
  })

  it('is content with a folder that is there', async (t) => {
    await makeFolder(await temporaryFolder(t))
  })

  it('fails where a file is in the way', async (t) => {
    const file = join(await temporaryFolder(t), 'file')
    await writeFile(file, '')
    await assert.rejects(makeFolder(file), { code: 'EEXIST' })
    await assert.rejects(makeFolder(join(file, 'below')), { code: 'ENOTDIR' })
  })

  it('fails in a file system that makes no folders, instead of trying for ever', async () => {
    await assert.rejects(makeFolder('/proc/no/folder'), { code: 'ENOENT' })
  })
})
