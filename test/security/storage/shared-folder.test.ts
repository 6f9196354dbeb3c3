import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { grant, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { openScene } from './scene.ts'

for (const isolation of ISOLATIONS) {
  describe(`a folder that two components share under ${isolation.name}`, () => {
    it('lets one leave nothing there that leads the other out', async (t) => {
      const { granted, outside, lookOutside } = await openScene(t)
      const before = await lookOutside()
      const shared = join(granted, 'sub')
      const found = await isolation.find()
      const rules = { allow: [grant(shared, 'read', 'write')], deny: [] }
      const one = await openGuestWithFiles(t, rules, { isolation: found })
      const other = await openGuestWithFiles(
        t,
        { allow: [grant(shared, 'read', 'write'), grant(join(granted, 'own.txt'), 'read')], deny: [] },
        { isolation: found },
      )
      const target = join(outside, 'secret.txt')
      assert.equal(await one.call('make-symlink', shared, target, 'bait'), 'error: not-permitted')
      assert.equal(await one.call('make-link', shared, 'up', shared, 'bait'), 'error: not-permitted')
      assert.equal(await one.call('rename-path', shared, 'up', shared, 'inner.txt'), 'error: not-permitted')
      assert.equal(await other.call('read-file', shared, 'up', true), 'error: not-permitted')
      assert.equal(await other.call('write-file', shared, 'up', 'x', true), 'error: not-permitted')
      assert.equal(await one.call('write-file', shared, 'note.txt', 'hello', false), undefined)
      assert.equal(await other.call('read-file', shared, 'note.txt', false), 'hello')
      assert.equal(
        await one.call('read-file', '/', join(granted, 'own.txt').slice(1), false),
        'error: access',
      )
      assert.deepEqual(await lookOutside(), before)
    })
  })
}
