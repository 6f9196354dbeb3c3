import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { after, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { grant } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const PASSED = { kind: 'returned', value: true }
const NEXT_CALLS = 10
const STEP_MS = 20

const cacheFolder = await temporaryFolder({ after })

for (const { name, find } of ISOLATIONS) {
  describe(`a guest whose call is over, under ${name}`, async () => {
    const isolation = await find()
    const goesOn = await guestFile('goes-on')

    /** A sandbox with a folder that guests may write to, and what lies in it while calls come and go. */
    const open = async (callMs = 60_000) => {
      const folder = await temporaryFolder({ after })
      const files = { allow: [grant(folder, 'read', 'write')], deny: [] }
      const sandbox = await openSandbox({ after }, { cacheFolder, isolation, files, limits: { callMs } })
      const pass = () => callGuest(sandbox, goesOn, { name: 'pass' })
      const made = async () => (await readdir(folder)).length
      const assertNothingIsMade = async (): Promise<void> => {
        assert.deepEqual(await pass(), PASSED)
        const before = await made()
        for (let call = 0; call < NEXT_CALLS; call++) {
          assert.deepEqual(await pass(), PASSED)
          await setTimeout(STEP_MS)
        }
        assert.equal(await made(), before)
      }
      return { sandbox, made, pass, assertNothingIsMade }
    }

    for (const way of ['poll-on', 'catch-all']) {
      it(`makes nothing more when its call was cancelled: ${way}`, async () => {
        const { sandbox, made, pass, assertNothingIsMade } = await open()
        await pass()
        const abort = new AbortController()
        const call = callGuest(sandbox, goesOn, { name: way, signal: abort.signal })
        while ((await made()) < 3) await setTimeout(STEP_MS)
        abort.abort()
        assert.deepEqual(await call, { kind: 'cancelled' })
        await assertNothingIsMade()
      })

      it(`makes nothing more when its time was over: ${way}`, async () => {
        const { sandbox, assertNothingIsMade } = await open(1_500)
        const outcome = await callGuest(sandbox, goesOn, { name: way })
        assert.equal(outcome.kind === 'limit' && outcome.limit, 'time')
        await assertNothingIsMade()
      })
    }

    it('makes nothing more when its function has returned and it has itself called back', async () => {
      const { sandbox, assertNothingIsMade } = await open()
      const outcome = await callGuest(sandbox, goesOn, { name: 'return-and-go-on' })
      assert.deepEqual(outcome, { kind: 'returned', value: undefined })
      await assertNothingIsMade()
    })
  })
}
