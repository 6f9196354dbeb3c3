import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'

import { grant, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { openScene } from './scene.ts'

const run = promisify(execFile)

for (const isolation of ISOLATIONS) {
  describe(`special files under ${isolation.name}`, () => {
    it('does not wait for the other end of a FIFO', async (t) => {
      const { granted } = await openScene(t)
      await run('mkfifo', [join(granted, 'pipe')])
      const rules = { allow: [grant(granted, 'read', 'write')], deny: [] }
      const guest = await openGuestWithFiles(t, rules, { isolation: await isolation.find() })
      assert.equal(await guest.call('read-file', granted, 'pipe', true), 'error: not-permitted')
      assert.equal(await guest.call('write-file', granted, 'pipe', 'x', true), 'error: not-permitted')
      assert.equal(await guest.call('append-file', granted, 'pipe', 'x'), 'error: not-permitted')
      assert.equal(await guest.call('truncate-file', granted, 'pipe', 0n), 'error: not-permitted')
      assert.deepEqual(await guest.call('list-directory', granted, 'pipe'), 'error: not-directory')
    })

    it('opens no socket', async (t) => {
      const { granted } = await openScene(t)
      const connections: unknown[] = []
      const server = createServer((socket) => connections.push(socket)).listen(join(granted, 's'))
      t.after(() => server.close())
      await once(server, 'listening')
      const rules = { allow: [grant(granted, 'read', 'write')], deny: [] }
      const guest = await openGuestWithFiles(t, rules, { isolation: await isolation.find() })
      assert.equal(await guest.call('read-file', granted, 's', true), 'error: not-permitted')
      assert.equal(await guest.call('write-file', granted, 's', 'x', true), 'error: not-permitted')
      assert.deepEqual(connections, [])
    })

    for (const folder of ['/dev', '/proc', '/sys']) {
      it(`opens nothing in ${folder}, whoever grants it`, async (t) => {
        const rules = { allow: [grant(folder, 'read', 'write')], deny: [] }
        const guest = await openGuestWithFiles(t, rules, { isolation: await isolation.find() })
        assert.deepEqual(await guest.call('list-preopens'), ['/'])
        for (const path of ['dev/null', 'dev/zero', 'proc/self/environ', 'proc/1/mem', 'sys/kernel']) {
          assert.equal(await guest.call('read-file', '/', path, true), 'error: access', path)
          assert.equal(await guest.call('write-file', '/', path, 'x', true), 'error: access', path)
        }
      })
    }

    it('shows no pseudo files under a grant of everything', async (t) => {
      const { outside } = await openScene(t)
      const rules = { allow: [grant('/', 'read')], deny: [] }
      const guest = await openGuestWithFiles(t, rules, { isolation: await isolation.find() })
      assert.equal(await guest.call('read-file', '/', `${outside}/secret.txt`.slice(1), false), 'SECRET')
      for (const path of ['dev/zero', 'proc/self/environ', 'proc/self/fd/3', 'proc']) {
        assert.equal(await guest.call('read-file', '/', path, true), 'error: access', path)
      }
      const names = await guest.call('list-directory', '/', '.')
      assert.ok(Array.isArray(names) && names.includes('usr') && !names.includes('proc'))
    })
  })
}
