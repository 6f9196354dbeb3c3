import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import type { PathRules } from '#policy'

import { grant, type GuestWithFiles, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import type { Cleaner } from '../../helpers/temporary-folder.ts'
import { openScene, type Scene } from './scene.ts'

const DENIED = 'error: access'

for (const isolation of ISOLATIONS) {
  const open = async (
    context: Cleaner,
    rulesFor: (granted: string) => PathRules,
    guest = 'wasi-all',
  ): Promise<Scene & { readonly guest: GuestWithFiles }> => {
    const scene = await openScene(context)
    const options = { isolation: await isolation.find(), guest }
    return { ...scene, guest: await openGuestWithFiles(context, rulesFor(scene.granted), options) }
  }

  describe(`rights under ${isolation.name}`, () => {
    it('writes nothing through a read grant', async (t) => {
      const { guest, granted } = await open(t, (folder) => ({ allow: [grant(folder, 'read')], deny: [] }))
      const before = [await readdir(granted), await readFile(join(granted, 'own.txt'), 'utf8')]
      assert.equal(await guest.call('write-file', granted, 'own.txt', 'x', false), DENIED)
      assert.equal(await guest.call('write-file', granted, 'new.txt', 'x', false), DENIED)
      assert.equal(await guest.call('append-file', granted, 'own.txt', 'x'), DENIED)
      assert.equal(await guest.call('truncate-file', granted, 'own.txt', 0n), DENIED)
      assert.equal(await guest.call('touch', granted, 'own.txt', 1n), DENIED)
      assert.equal(await guest.call('create-directory', granted, 'made'), DENIED)
      assert.equal(await guest.call('remove-directory', granted, 'sub'), DENIED)
      assert.equal(await guest.call('remove-file', granted, 'own.txt'), DENIED)
      assert.equal(await guest.call('rename-path', granted, 'own.txt', granted, 'b.txt'), DENIED)
      assert.deepEqual([await readdir(granted), await readFile(join(granted, 'own.txt'), 'utf8')], before)
      assert.deepEqual(guest.denials[0], {
        kind: 'storage',
        path: join(granted, 'own.txt'),
        access: 'write',
      })
    })

    it('truncates nothing through a read grant, and opens no file for reading with the right to write', async (t) => {
      const { guest, granted } = await open(
        t,
        (folder) => ({ allow: [grant(folder, 'read')], deny: [] }),
        'tries-files',
      )
      for (const letters of ['w', 'rw', 'rt', 'wct', 'rc', 'cx']) {
        const path = letters.includes('c') && !letters.includes('t') ? 'new.txt' : 'own.txt'
        assert.equal(await guest.call('open-with', granted, path, letters), DENIED, letters)
      }
      assert.equal(await guest.call('open-with', granted, 'own.txt', 'r'), 'r')
      assert.equal(await readFile(join(granted, 'own.txt'), 'utf8'), 'own')
    })

    it('reads nothing through a write grant', async (t) => {
      const { guest, granted } = await open(t, (folder) => ({ allow: [grant(folder, 'write')], deny: [] }))
      assert.equal(await guest.call('read-file', granted, 'own.txt', false), DENIED)
      assert.equal(await guest.call('read-symlink', granted, 'in'), DENIED)
      assert.equal(await guest.call('list-directory', granted, '.'), DENIED)
      assert.equal(await guest.call('list-directory', granted, 'sub'), DENIED)
      assert.equal(await guest.call('write-file', granted, 'own.txt', 'new', false), undefined)
      assert.equal(await readFile(join(granted, 'own.txt'), 'utf8'), 'new')
    })

    it('opens a granted file and nothing around it', async (t) => {
      const { guest, granted } = await open(t, (folder) => ({
        allow: [grant(join(folder, 'own.txt'), 'read', 'write')],
        deny: [],
      }))
      await writeFile(join(granted, 'own.txt.bak'), 'SECRET')
      assert.deepEqual(await guest.call('list-preopens'), [granted, '/'])
      assert.deepEqual(await guest.call('list-directory', granted, '.'), ['own.txt'])
      assert.equal(await guest.call('read-file', granted, 'own.txt', false), 'own')
      assert.equal(await guest.call('write-file', granted, 'own.txt', 'new', false), undefined)
      for (const path of ['sub/inner.txt', 'own.txt.bak', 'none.txt', 'in']) {
        assert.equal(await guest.call('read-file', granted, path, true), DENIED, path)
      }
      assert.equal(await guest.call('write-file', granted, 'new.txt', 'x', false), DENIED)
      assert.equal(await guest.call('read-file', granted, 'own.txt/x', false), 'error: not-directory')
      assert.equal(await guest.call('list-directory', granted, 'own.txt'), 'error: not-directory')
      assert.equal(await guest.call('remove-file', granted, 'own.txt'), 'error: not-permitted')
      assert.equal(await guest.call('rename-path', granted, 'own.txt', granted, 'own.txt.bak'), DENIED)
      assert.equal(await readFile(join(granted, 'own.txt'), 'utf8'), 'new')
    })

    it('shows of folders in front of grants only the way to them', async (t) => {
      const { guest, granted, outside } = await open(t, (folder) => ({
        allow: [grant(join(folder, 'sub'), 'read')],
        deny: [],
      }))
      const top = granted.split('/')[1] ?? ''
      assert.deepEqual(await guest.call('list-directory', '/', '.'), [top])
      assert.deepEqual(await guest.call('list-directory', '/', granted.slice(1)), ['sub'])
      assert.equal(
        await guest.call('read-file', '/', join(granted, 'sub/inner.txt').slice(1), false),
        'inner',
      )
      assert.equal(await guest.call('read-file', '/', join(outside, 'secret.txt').slice(1), false), DENIED)
      assert.equal(await guest.call('read-file', '/', 'etc/passwd', false), DENIED)
      assert.equal(await guest.call('list-directory', '/', 'etc'), DENIED)
      assert.equal(await guest.call('create-directory', '/', `${top}/made`), DENIED)
      assert.equal(await guest.call('remove-directory', '/', granted.slice(1)), DENIED)
      assert.deepEqual(guest.denials.at(1), { kind: 'storage', path: '/etc/passwd', access: 'read' })
    })

    it('keeps to globs that deny inside a granted folder', async (t) => {
      const { guest, granted } = await open(t, (folder) => ({
        allow: [grant(folder, 'read', 'write')],
        deny: [grant(`${folder}/**/.env`, 'read', 'write'), grant(`${folder}/private`, 'read', 'write')],
      }))
      await mkdir(join(granted, 'private'))
      await writeFile(join(granted, 'private', 'key'), 'SECRET')
      await writeFile(join(granted, 'sub', '.env'), 'SECRET')
      assert.deepEqual(await guest.call('list-directory', granted, 'sub'), ['inner.txt', 'up', 'up-in'])
      for (const path of ['sub/.env', 'sub/.ENV', 'private/key', 'private', 'PRIVATE/key', 'private/none']) {
        assert.equal(await guest.call('read-file', granted, path, true), DENIED, path)
        assert.equal(await guest.call('stat-path', granted, path, true), DENIED, path)
        assert.equal(await guest.call('write-file', granted, path, 'x', true), DENIED, path)
      }
      assert.equal(await readFile(join(granted, 'private', 'key'), 'utf8'), 'SECRET')
    })

    it('gives nothing that is denied another name', async (t) => {
      const { guest, granted } = await open(t, (folder) => ({
        allow: [grant(folder, 'read', 'write')],
        deny: [grant(`${folder}/sub/inner.txt`, 'read'), grant(`${folder}/a/key`, 'read', 'write')],
      }))
      await mkdir(join(granted, 'a'))
      await writeFile(join(granted, 'a', 'key'), 'SECRET')
      assert.equal(await guest.call('rename-path', granted, 'sub/inner.txt', granted, 'mine'), DENIED)
      assert.equal(await guest.call('rename-path', granted, 'a', granted, 'mine'), DENIED)
      assert.equal(await guest.call('rename-path', granted, 'sub', granted, 'mine'), DENIED)
      assert.equal(await guest.call('rename-path', granted, 'own.txt', granted, 'a/key'), DENIED)
      assert.equal(await readFile(join(granted, 'a', 'key'), 'utf8'), 'SECRET')
      assert.equal(await readFile(join(granted, 'sub', 'inner.txt'), 'utf8'), 'inner')
    })

    it('brings nothing to a denied path by a folder that is made elsewhere', async (t) => {
      const { guest, granted } = await open(t, (folder) => ({
        allow: [grant(folder, 'read', 'write')],
        deny: [grant(`${folder}/.config/wassette`, 'read', 'write')],
      }))
      for (const made of ['bait', 'bait/wassette']) {
        assert.equal(await guest.call('create-directory', granted, made), undefined)
      }
      assert.equal(await guest.call('write-file', granted, 'bait/wassette/config', 'x', false), undefined)
      assert.equal(await guest.call('rename-path', granted, 'bait', granted, '.config'), DENIED)
      assert.equal(
        await guest.call('rename-path', granted, 'bait/wassette', granted, '.config/wassette'),
        DENIED,
      )
      assert.equal(await guest.call('create-directory', granted, '.config'), undefined)
      assert.equal(await guest.call('rename-path', granted, 'bait', granted, '.config'), DENIED)
      assert.equal(
        await guest.call('rename-path', granted, 'bait/wassette', granted, '.config/wassette'),
        DENIED,
      )
      assert.deepEqual(await readdir(join(granted, '.config')), [])
    })

    it('takes no link away by which something that is denied is found', async (t) => {
      const { guest, granted } = await open(t, (folder) => ({
        allow: [grant(folder, 'read', 'write')],
        deny: [grant(`${folder}/.config/wassette`, 'read', 'write'), grant(`${folder}/**/.git`, 'write')],
      }))
      await symlink('sub', join(granted, '.config'))
      assert.equal(await guest.call('remove-file', granted, '.config'), DENIED)
      assert.equal(await guest.call('rename-path', granted, '.config', granted, 'other'), DENIED)
      assert.equal(await guest.call('rename-path', granted, 'own.txt', granted, '.config'), DENIED)
      assert.equal(await readlink(join(granted, '.config')), 'sub')
      assert.equal(await guest.call('remove-file', granted, 'in'), undefined)
    })

    it('shows of a folder with wildcards what they name', async (t) => {
      const { guest, granted } = await open(t, (folder) => ({
        allow: [grant(`${folder}/*/*.txt`, 'read')],
        deny: [],
      }))
      await writeFile(join(granted, 'sub', 'inner.md'), 'SECRET')
      assert.deepEqual(await guest.call('list-directory', granted, '.'), ['sub'])
      assert.deepEqual(await guest.call('list-directory', granted, 'sub'), ['inner.txt'])
      assert.equal(await guest.call('read-file', granted, 'sub/inner.txt', false), 'inner')
      assert.equal(await guest.call('read-file', granted, 'sub/inner.md', false), DENIED)
      assert.equal(await guest.call('read-file', granted, 'own.txt', false), DENIED)
    })

    it('has no file for a guest that was granted none, and says what it wanted', async (t) => {
      const { guest } = await open(t, () => ({ allow: [], deny: [] }))
      assert.deepEqual(await guest.call('list-preopens'), ['/'])
      assert.deepEqual(await guest.call('list-directory', '/', '.'), [])
      assert.equal(await guest.call('read-file', '/', 'etc/passwd', true), DENIED)
      assert.equal(await guest.call('write-file', '/', 'tmp/x', 'x', false), DENIED)
      assert.deepEqual(guest.denials, [
        { kind: 'storage', path: '/etc/passwd', access: 'read' },
        { kind: 'storage', path: '/tmp/x', access: 'write' },
      ])
    })
  })
}
