import assert from 'node:assert/strict'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import type { PathRules } from '#policy'

import { grant, type GuestWithFiles, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { type Cleaner, temporaryFolder } from '../../helpers/temporary-folder.ts'

interface Opened {
  readonly folder: string
  readonly guest: GuestWithFiles
}

async function open(context: Cleaner, rulesFor: (folder: string) => PathRules): Promise<Opened> {
  const folder = await temporaryFolder(context)
  await writeFile(join(folder, 'a.txt'), 'hello')
  await mkdir(join(folder, 'sub'))
  await symlink('/etc/passwd', join(folder, 'out'))
  return { folder, guest: await openGuestWithFiles(context, rulesFor(folder), { guest: 'uses-files-async' }) }
}

describe('files with WASI 0.3', () => {
  it('are listed, read, written and moved', async (t) => {
    const { guest, folder } = await open(t, (path) => ({ allow: [grant(path, 'read', 'write')], deny: [] }))
    assert.deepEqual(await guest.call('list-names', folder, '.'), ['a.txt', 'out', 'sub'])
    assert.equal(await guest.call('read-text', folder, 'a.txt'), 'hello')
    assert.equal(await guest.call('write-text', folder, 'b.txt', 'x'.repeat(300_000)), undefined)
    assert.equal(await guest.call('append-text', folder, 'b.txt', 'end'), undefined)
    assert.equal(await readFile(join(folder, 'b.txt'), 'utf8'), `${'x'.repeat(300_000)}end`)
    assert.equal(await guest.call('read-text', folder, 'b.txt'), `${'x'.repeat(300_000)}end`)
    assert.deepEqual(await guest.call('describe', folder, 'a.txt'), ['file', 5n])
    assert.equal(await guest.call('move-around', folder, 'b.txt'), undefined)
    assert.equal(await guest.call('leave-unread', folder, 'a.txt'), undefined)
    assert.deepEqual(await guest.call('list-names', folder, '.'), ['a.txt', 'out', 'sub'])
  })

  it('are under the same rules', async (t) => {
    const { guest, folder } = await open(t, (path) => ({ allow: [grant(path, 'read')], deny: [] }))
    assert.equal(await guest.call('write-text', folder, 'a.txt', 'x'), 'error: Access')
    assert.equal(await guest.call('append-text', folder, 'a.txt', 'x'), 'error: Access')
    assert.equal(await guest.call('move-around', folder, 'a.txt'), 'error: Access')
    assert.equal(await guest.call('read-text', folder, 'out'), 'error: NotPermitted')
    assert.equal(await guest.call('read-text', folder, '../x'), 'error: NotPermitted')
    assert.equal(await guest.call('list-names', '/', 'etc'), 'error: Access')
    assert.equal(await readFile(join(folder, 'a.txt'), 'utf8'), 'hello')
    assert.deepEqual(guest.denials[0], { kind: 'storage', path: join(folder, 'a.txt'), access: 'write' })
  })
})
