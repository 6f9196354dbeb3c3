import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'

import { grant, type GuestWithFiles, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { openScene, type Scene } from './scene.ts'

/** A link is refused whatever its path. */
const LINKS = ['link-from', 'link-to', 'symlink-at', 'symlink-to']

const ATTACKS: readonly { readonly attack: string; readonly path: string; readonly code: string }[] = [
  { attack: '..', path: '..', code: 'not-permitted' },
  { attack: '.. to a sibling', path: '../outside/secret.txt', code: 'not-permitted' },
  {
    attack: '.. to a sibling of the same beginning',
    path: '../granted-too/secret.txt',
    code: 'not-permitted',
  },
  { attack: '.. after a folder', path: 'sub/../../outside/secret.txt', code: 'not-permitted' },
  { attack: '.. after what is not there', path: 'none/../../outside/secret.txt', code: 'no-entry' },
  { attack: '.. and back in', path: '../granted/own.txt', code: 'not-permitted' },
  { attack: '.. with dots and slashes between', path: './/sub/.//../../outside', code: 'not-permitted' },
  { attack: '.. after a file', path: 'own.txt/../sub', code: 'not-directory' },
  { attack: 'an absolute path', path: '/etc/passwd', code: 'not-permitted' },
  { attack: 'an absolute path with more slashes', path: '///etc/passwd', code: 'not-permitted' },
  { attack: '/proc/self', path: '/proc/self/environ', code: 'not-permitted' },
  { attack: 'a descriptor of ours', path: '/proc/self/fd/3', code: 'not-permitted' },
  { attack: '.. to /proc/self', path: '../../../../../../proc/self/environ', code: 'not-permitted' },
  { attack: 'a link in the middle', path: 'out/secret.txt', code: 'not-permitted' },
  { attack: 'a link in the middle and ..', path: 'in-folder/../../outside', code: 'not-permitted' },
  { attack: 'NUL', path: 'own.txt\0.png', code: 'invalid' },
  { attack: 'NUL in a folder', path: 'sub\0/inner.txt', code: 'invalid' },
  { attack: 'a long name', path: 'a'.repeat(256), code: 'name-too-long' },
  { attack: 'a long name of many bytes', path: 'ü'.repeat(128), code: 'name-too-long' },
  { attack: 'a long path', path: 'sub/'.repeat(1100), code: 'name-too-long' },
  { attack: 'nothing', path: '', code: 'no-entry' },
]

for (const isolation of ISOLATIONS) {
  describe(`paths under ${isolation.name}`, () => {
    const shared = Promise.all([openScene({ after }), isolation.find()]).then(
      async ([scene, found]): Promise<[Scene, GuestWithFiles]> => {
        const rules = { allow: [grant(scene.granted, 'read', 'write')], deny: [] }
        return [scene, await openGuestWithFiles({ after }, rules, { guest: 'tries-files', isolation: found })]
      },
    )

    for (const { attack, path, code } of ATTACKS) {
      it(`refuses ${attack} to every operation`, async () => {
        const [scene, guest] = await shared
        const before = await scene.lookOutside()
        const tries = await guest.call('try-everything', scene.granted, path)
        assert.ok(Array.isArray(tries))
        const expected = tries.map(([name]: [string]) => [
          name,
          LINKS.includes(name) ? 'not-permitted' : code,
        ])
        assert.deepEqual(tries, expected)
        assert.deepEqual(await scene.lookOutside(), before)
      })
    }

    it('takes a trailing slash for a folder', async (t) => {
      const { granted } = await openScene(t)
      const rules = { allow: [grant(granted, 'read', 'write')], deny: [] }
      const guest = await openGuestWithFiles(t, rules, { isolation: await isolation.find() })
      assert.equal(await guest.call('read-file', granted, 'own.txt/', false), 'error: not-directory')
      assert.equal(await guest.call('write-file', granted, 'new.txt/', 'x', false), 'error: is-directory')
      assert.equal(await guest.call('remove-file', granted, 'own.txt/'), 'error: not-directory')
      assert.equal(await guest.call('rename-path', granted, 'own.txt', granted, 'b/'), 'error: not-directory')
    })

    it('leaves names out that are no text, and shows the rest', async (t) => {
      const { granted } = await openScene(t)
      const bytes = Buffer.concat([Buffer.from(`${granted}/sub/`), Buffer.from([0xff, 0xfe, 0x41])])
      await writeFile(bytes, 'x')
      const rules = { allow: [grant(join(granted, 'sub'), 'read')], deny: [] }
      const guest = await openGuestWithFiles(t, rules, { isolation: await isolation.find() })
      const names = await guest.call('list-directory', join(granted, 'sub'), '.')
      assert.deepEqual(names, ['inner.txt', 'up', 'up-in'])
    })
  })
}
