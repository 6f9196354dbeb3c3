import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { describe, it } from 'node:test'

import { grant, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

describe('grants that overlap', () => {
  it('open a folder in which another one is granted', async (t) => {
    const folder = await temporaryFolder(t)
    await mkdir(join(folder, 'sub'))
    await writeFile(join(folder, 'sub', 'a.txt'), 'hello')
    const allow = [grant(join(folder, 'sub'), 'read'), grant(folder, 'write')]
    const guest = await openGuestWithFiles(t, { allow, deny: [] })
    assert.equal(await guest.call('write-file', folder, 'b.txt', 'x', false), undefined)
    assert.equal(await readFile(join(folder, 'b.txt'), 'utf8'), 'x')
    assert.equal(await guest.call('read-file', folder, 'sub/a.txt', false), 'hello')
    assert.equal(await guest.call('read-file', folder, 'b.txt', false), 'error: access')
  })

  it('open a folder in which our own compiled code lies, as in a home folder', async (t) => {
    const folder = await temporaryFolder(t)
    const guest = await openGuestWithFiles(t, { allow: [grant(tmpdir(), 'read', 'write')], deny: [] })
    const path = join(relative(tmpdir(), folder), 'a.txt')
    assert.equal(await guest.call('write-file', tmpdir(), path, 'x', false), undefined)
    assert.equal(await guest.call('read-file', tmpdir(), path, false), 'x')
  })
})
