import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { describe, it } from 'node:test'

import { childrenOf } from '../../helpers/child-processes.ts'
import { grant, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { openScene } from './scene.ts'

/** What one instance may keep open. */
const MAX_OPEN = 256

for (const isolation of ISOLATIONS) {
  describe(`descriptors under ${isolation.name}`, () => {
    it('keeps no more open than an instance may have, and none when it is gone', async (t) => {
      const { granted } = await openScene(t)
      const rules = { allow: [grant(granted, 'read')], deny: [] }
      const options = { guest: 'tries-files', isolation: await isolation.find() }
      const guest = await openGuestWithFiles(t, rules, options)
      assert.equal(await guest.call('open-folders', granted, 'sub', 3), 3)
      const before = await openInChildren()
      for (let round = 0; round < 10; round++) {
        assert.equal(await guest.call('open-folders', granted, 'sub', 5_000), MAX_OPEN)
      }
      assert.ok((await openInChildren()) < before + MAX_OPEN)
      assert.deepEqual(await guest.call('read-at', granted, 'own.txt', 3n, 0n), ['own', true])
    })
  })
}

/** Descriptors of the sandbox processes, as far down as bubblewrap puts them. */
async function openInChildren(pid = process.pid): Promise<number> {
  let count = 0
  for (const child of await childrenOf(pid)) {
    count += (await readdir(`/proc/${child}/fd`).catch(() => [])).length + (await openInChildren(child))
  }
  return count
}
