import assert from 'node:assert/strict'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'

import { grant, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { openScene } from './scene.ts'

const NOT_PERMITTED = 'error: not-permitted'

for (const isolation of ISOLATIONS) {
  describe(`links under ${isolation.name}`, () => {
    const shared = Promise.all([openScene({ after }), isolation.find()]).then(async ([scene, found]) => {
      const rules = { allow: [grant(scene.granted, 'read', 'write')], deny: [] }
      return { ...scene, guest: await openGuestWithFiles({ after }, rules, { isolation: found }) }
    })

    for (const link of ['out-file', 'out-absolute', 'out-proc', 'sub/up', 'chain']) {
      it(`does not follow '${link}', which leads out`, async () => {
        const { guest, granted, lookOutside } = await shared
        const before = await lookOutside()
        assert.equal(await guest.call('read-file', granted, link, true), NOT_PERMITTED)
        assert.equal(await guest.call('write-file', granted, link, 'x', true), NOT_PERMITTED)
        assert.equal(await guest.call('append-file', granted, link, 'x'), 'error: loop')
        assert.equal(await guest.call('truncate-file', granted, link, 0n), 'error: loop')
        assert.equal(await guest.call('stat-path', granted, link, true), NOT_PERMITTED)
        assert.equal(await guest.call('read-file', granted, link, false), 'error: loop')
        assert.equal(await guest.call('list-directory', granted, `${link}/`), NOT_PERMITTED)
        assert.deepEqual(await lookOutside(), before)
      })
    }

    it('does not create the missing target of a link that leads out', async () => {
      const { guest, granted, lookOutside } = await shared
      const before = await lookOutside()
      assert.equal(await guest.call('write-file', granted, 'out-new', 'x', true), NOT_PERMITTED)
      assert.equal(await guest.call('write-file', granted, 'out-new', 'x', false), 'error: loop')
      assert.deepEqual(await lookOutside(), before)
    })

    it('lists nothing and removes nothing through a link to a folder outside', async () => {
      const { guest, granted, lookOutside } = await shared
      const before = await lookOutside()
      assert.equal(await guest.call('list-directory', granted, 'out'), 'error: not-directory')
      assert.equal(await guest.call('list-directory', granted, 'out/.'), NOT_PERMITTED)
      assert.equal(await guest.call('read-file-below', granted, 'out', 'secret.txt'), 'error: not-directory')
      assert.equal(await guest.call('remove-file', granted, 'out/secret.txt'), NOT_PERMITTED)
      assert.equal(await guest.call('rename-path', granted, 'own.txt', granted, 'out/own.txt'), NOT_PERMITTED)
      assert.equal(await guest.call('create-directory', granted, 'out/made'), NOT_PERMITTED)
      assert.deepEqual(await lookOutside(), before)
    })

    it('sets the times of the link itself and not of its target', async () => {
      const { guest, granted, lookOutside } = await shared
      const before = await lookOutside()
      assert.equal(await guest.call('touch', granted, 'out-file', 1n), undefined)
      assert.deepEqual(await lookOutside(), before)
    })

    it('does not say where a link leads that starts at the root', async () => {
      const { guest, granted } = await shared
      assert.equal(await guest.call('read-symlink', granted, 'out-absolute'), NOT_PERMITTED)
      assert.equal(await guest.call('read-symlink', granted, 'in'), 'sub/inner.txt')
    })

    it('stops at a link that leads to itself', async () => {
      const { guest, granted } = await shared
      assert.equal(await guest.call('read-file', granted, 'loop', true), 'error: loop')
    })

    it('follows links that stay inside', async () => {
      const { guest, granted } = await shared
      assert.equal(await guest.call('read-file', granted, 'in', true), 'inner')
      assert.equal(await guest.call('read-file', granted, 'in-folder/inner.txt', false), 'inner')
      assert.equal(await guest.call('read-file', granted, 'sub/up-in', true), 'own')
    })

    it('lets a folder that was opened lead nowhere above itself', async () => {
      const { guest, granted } = await shared
      assert.equal(await guest.call('read-file-below', granted, 'sub', '../own.txt'), NOT_PERMITTED)
      assert.equal(await guest.call('read-file-below', granted, 'sub', 'inner.txt'), 'inner')
    })

    it('moves no link, by itself or in a folder, and puts nothing in its place', async () => {
      const { guest, granted, lookOutside } = await shared
      const before = await lookOutside()
      const rename = (from: string, to: string) => guest.call('rename-path', granted, from, granted, to)
      assert.equal(await guest.call('create-directory', granted, 'empty'), undefined)
      for (const link of ['in', 'in-folder', 'out', 'out-absolute', 'loop']) {
        assert.equal(await rename(link, 'moved'), NOT_PERMITTED, link)
        assert.equal(await rename(link, 'empty/moved'), NOT_PERMITTED, link)
        assert.equal(await rename(link, 'own.txt'), NOT_PERMITTED, link)
        assert.equal(await rename('own.txt', link), NOT_PERMITTED, link)
        assert.equal(await rename('empty', link), NOT_PERMITTED, link)
      }
      assert.equal(await rename('sub', 'moved'), NOT_PERMITTED)
      assert.equal(await rename('empty', 'sub'), 'error: not-permitted')
      assert.equal(await readlink(join(granted, 'in')), 'sub/inner.txt')
      assert.equal(await guest.call('remove-directory', granted, 'empty'), undefined)
      assert.deepEqual(await lookOutside(), before)
    })

    it('makes no links, hard or symbolic', async () => {
      const { guest, granted, lookOutside } = await shared
      const before = [await lookOutside(), await readdir(granted)]
      for (const target of ['../outside/secret.txt', '/etc/passwd', 'own.txt']) {
        assert.equal(await guest.call('make-symlink', granted, target, 'made'), NOT_PERMITTED)
        assert.equal(await guest.call('make-link', granted, target, granted, 'made'), NOT_PERMITTED)
      }
      assert.deepEqual([await lookOutside(), await readdir(granted)], before)
    })

    it('removes a link itself', async () => {
      const { guest, granted, outside } = await shared
      assert.equal(await guest.call('remove-file', granted, 'out-file'), undefined)
      await assert.rejects(readlink(join(granted, 'out-file')), { code: 'ENOENT' })
      assert.equal(await readFile(join(outside, 'secret.txt'), 'utf8'), 'SECRET')
    })
  })
}
