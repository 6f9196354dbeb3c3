import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { grant, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const MIB = 1024n * 1024n

for (const isolation of ISOLATIONS) {
  describe(`a folder that may be written under ${isolation.name}`, () => {
    it('takes files and folders, and lets them go', async (t) => {
      const folder = await temporaryFolder(t)
      const rules = { allow: [grant(folder, 'read', 'write')], deny: [] }
      const guest = await openGuestWithFiles(t, rules, { isolation: await isolation.find() })
      assert.equal(await guest.call('write-file', folder, 'a.txt', 'hello', false), undefined)
      assert.equal(await guest.call('append-file', folder, 'a.txt', ' world'), undefined)
      assert.equal(await readFile(join(folder, 'a.txt'), 'utf8'), 'hello world')
      assert.equal(await guest.call('truncate-file', folder, 'a.txt', 4n), undefined)
      assert.equal(await guest.call('touch', folder, 'a.txt', 1_000_000_000n), undefined)
      assert.deepEqual(await guest.call('stat-path', folder, 'a.txt', false), {
        kind: 'file',
        size: 4n,
        links: 1n,
        modified: 1_000_000_000n,
      })
      assert.equal(await guest.call('create-directory', folder, 'sub'), undefined)
      assert.equal(await guest.call('create-directory', folder, 'sub'), 'error: exist')
      assert.equal(await guest.call('rename-path', folder, 'a.txt', folder, 'sub/b.txt'), undefined)
      assert.equal(await guest.call('remove-directory', folder, 'sub'), 'error: not-empty')
      assert.equal(await guest.call('remove-file', folder, 'sub'), 'error: is-directory')
      assert.equal(await guest.call('remove-file', folder, 'sub/b.txt'), undefined)
      assert.equal(await guest.call('remove-directory', folder, 'sub'), undefined)
      assert.deepEqual(await readdir(folder), [])
      assert.deepEqual(guest.denials, [])
    })

    it('takes and gives what is longer than any buffer', async (t) => {
      const folder = await temporaryFolder(t)
      const rules = { allow: [grant(folder, 'read', 'write')], deny: [] }
      const options = { guest: 'tries-files', isolation: await isolation.find() }
      const guest = await openGuestWithFiles(t, rules, options)
      assert.equal(await guest.call('write-through', folder, 'big', 9n * MIB + 1n), undefined)
      assert.equal((await stat(join(folder, 'big'))).size, Number(9n * MIB + 1n))
      assert.equal(await guest.call('read-through', folder, 'big'), 9n * MIB + 1n)
      assert.equal(await guest.call('write-at', folder, 'big', 'end', 9n * MIB + 1n), 3n)
      assert.deepEqual(await guest.call('read-at', folder, 'big', 100n, 9n * MIB + 1n), ['end', true])
      assert.deepEqual(await guest.call('read-at', folder, 'big', 2n, 9n * MIB + 1n), ['en', false])
      assert.deepEqual(await guest.call('read-at', folder, 'big', 2n, 90n * MIB), ['', true])
    })

    it('is told apart from another and lists what it holds', async (t) => {
      const folder = await temporaryFolder(t)
      await mkdir(join(folder, 'sub'))
      await writeFile(join(folder, 'a'), '')
      const rules = { allow: [grant(folder, 'read')], deny: [] }
      const options = { guest: 'tries-files', isolation: await isolation.find() }
      const guest = await openGuestWithFiles(t, rules, options)
      assert.deepEqual(await guest.call('is-same', folder, 'a', 'sub/../a'), [true, true])
      assert.deepEqual(await guest.call('is-same', folder, 'a', 'sub'), [false, false])
      assert.deepEqual(await guest.call('list-types', folder, '.'), [
        ['a', 'file'],
        ['sub', 'directory'],
      ])
    })

    it('is used by many calls at once', async (t) => {
      const folder = await temporaryFolder(t)
      const rules = { allow: [grant(folder, 'read', 'write')], deny: [] }
      const guest = await openGuestWithFiles(t, rules, { isolation: await isolation.find() })
      const numbers = Array.from({ length: 40 }, (_, index) => index)
      const written = numbers.map((number) =>
        guest.call('write-file', folder, `${number}.txt`, `text ${number}`, false),
      )
      assert.deepEqual(new Set(await Promise.all(written)), new Set([undefined]))
      const texts = numbers.map((number) => guest.call('read-file', folder, `${number}.txt`, false))
      assert.deepEqual(
        await Promise.all(texts),
        numbers.map((number) => `text ${number}`),
      )
    })
  })
}
