import assert from 'node:assert/strict'
import { mkdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { grant, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** A granted folder with a link out of it, in which a folder and a file are granted too, and what nobody granted. */
async function openWork(context: TestContext) {
  const base = await realpath(await temporaryFolder(context))
  const [work, secret] = [join(base, 'work'), join(base, 'private')]
  for (const folder of [work, join(work, 'deep'), join(work, 'deep', 'input'), secret]) await mkdir(folder)
  await writeFile(join(secret, 'key'), 'SECRET')
  await writeFile(join(work, 'deep', 'input', 'a.txt'), 'input')
  await writeFile(join(work, 'one.txt'), 'one')
  await symlink(secret, join(work, 'latest'))
  const nested = [grant(join(work, 'deep', 'input'), 'read', 'write'), grant(join(work, 'one.txt'), 'read')]
  return { work, secret, nested, all: { allow: [grant(work, 'read', 'write'), ...nested], deny: [] } }
}

for (const isolation of ISOLATIONS) {
  describe(`a grant in a granted folder under ${isolation.name}`, () => {
    it('stays where it is, with the folders in front of it', async (t) => {
      const { work, all } = await openWork(t)
      const guest = await openGuestWithFiles(t, all, { isolation: await isolation.find() })
      for (const path of ['deep', 'deep/input', 'one.txt']) {
        const moved = await guest.call('rename-path', work, path, work, 'moved')
        assert.equal(moved, 'error: busy', path)
      }
      assert.equal(await guest.call('remove-file', work, 'one.txt'), 'error: busy')
      assert.equal(await guest.call('remove-directory', work, 'deep/input'), 'error: busy')
      assert.equal(await guest.call('write-file', work, 'new.txt', 'x', false), undefined)
      assert.equal(await guest.call('rename-path', work, 'new.txt', work, 'one.txt'), 'error: busy')
      assert.equal(await guest.call('rename-path', work, 'latest', work, 'one.txt'), 'error: not-permitted')
    })

    it('opens nothing in the next process when a link has come to its path', async (t) => {
      const { work, secret, nested, all } = await openWork(t)
      // What a guest may not do, another program of the user does.
      await rename(join(work, 'deep', 'input'), join(work, 'old'))
      await rename(join(work, 'latest'), join(work, 'deep', 'input'))
      await rm(join(work, 'one.txt'))
      await symlink('../private', join(work, 'one.txt'))
      const found = { isolation: await isolation.find() }
      for (const rules of [all, { allow: nested, deny: [] }]) {
        const guest = await openGuestWithFiles(t, rules, found)
        for (const path of ['deep/input/key', 'one.txt/key', 'deep/input', 'one.txt']) {
          for (const answer of [
            await guest.call('read-file', '/', join(work, path).slice(1), true),
            await guest.call('write-file', '/', join(work, path).slice(1), 'planted', true),
            await guest.call('list-directory', '/', join(work, path).slice(1)),
          ]) {
            assert.match(String(answer), /^error: /, path)
          }
        }
      }
      assert.equal(await readFile(join(secret, 'key'), 'utf8'), 'SECRET')
    })

    it('opens nothing when a folder in front of it has become a link', async (t) => {
      const { work, secret, nested } = await openWork(t)
      await mkdir(join(secret, 'input'))
      await writeFile(join(secret, 'input', 'key'), 'SECRET')
      await rename(join(work, 'deep'), join(work, 'old'))
      await rename(join(work, 'latest'), join(work, 'deep'))
      const guest = await openGuestWithFiles(
        t,
        { allow: nested, deny: [] },
        { isolation: await isolation.find() },
      )
      const path = join(work, 'deep', 'input', 'key').slice(1)
      assert.equal(await guest.call('read-file', '/', path, true), 'error: access')
    })

    it('opens what it led to when it was granted, as long as it does', async (t) => {
      const { work, secret } = await openWork(t)
      const linked = { ...grant(join(work, 'latest'), 'read'), resolved: secret }
      const found = { isolation: await isolation.find() }
      const guest = await openGuestWithFiles(t, { allow: [linked], deny: [] }, found)
      assert.equal(await guest.call('read-file', join(work, 'latest'), 'key', false), 'SECRET')
    })
  })
}
