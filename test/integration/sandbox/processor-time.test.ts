import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'

import { ISOLATIONS } from '../../helpers/isolations.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const cacheFolder = await temporaryFolder({ after })

for (const { name, find } of ISOLATIONS) {
  describe(`a limit of processor time, under ${name}`, async () => {
    const isolation = await find()
    const limits = { callProcessorMs: 300 }
    const [spins, sleeps] = await Promise.all(['spins', 'sleeps'].map(guestFile))
    assert.ok(spins && sleeps)

    it('ends a call that spins, and the next one works', async (t) => {
      const sandbox = await openSandbox(t, { cacheFolder, isolation, limits })
      const outcome = await callGuest(sandbox, spins, { name: 'spin' })
      assert.equal(outcome.kind === 'limit' && outcome.limit, 'processor')
      assert.deepEqual(await callGuest(sandbox, spins, { name: 'pass' }), { kind: 'returned', value: true })
    })

    it('lets a call wait for longer than it may compute', async (t) => {
      const sandbox = await openSandbox(t, { cacheFolder, isolation, limits })
      const outcome = await callGuest(sandbox, sleeps, { name: 'sleep', args: [1_000] })
      assert.equal(outcome.kind, 'returned')
    })

    it('counts each call anew', async (t) => {
      const sandbox = await openSandbox(t, { cacheFolder, isolation, limits: { callProcessorMs: 1_000 } })
      for (let call = 0; call < 4; call += 1) {
        assert.equal((await callGuest(sandbox, sleeps, { name: 'sleep', args: [1] })).kind, 'returned')
      }
    })
  })
}
