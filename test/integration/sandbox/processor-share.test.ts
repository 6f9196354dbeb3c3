import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Limits } from '#sandbox'

import { processorMs } from '../../../src/sandbox/process/process-tree.ts'
import { aStoppedChild, childrenOf, gone } from '../../helpers/child-processes.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const PASSED = { kind: 'returned', value: true }

const cacheFolder = await temporaryFolder({ after })

for (const { name, find } of ISOLATIONS) {
  describe(`a share of the processor, under ${name}`, async () => {
    const isolation = await find()
    const open = (context: { after: typeof after }, limits: Partial<Limits> = {}) =>
      openSandbox(context, { cacheFolder, isolation, limits })
    const [spins, sleeps] = await Promise.all(['spins', 'sleeps'].map(guestFile))
    assert.ok(spins && sleeps)

    it('is all that a guest gets that spins', async (t) => {
      // Little enough to be told apart from what a busy machine gives to a guest without a limit.
      const limited = await open(t, { processorShare: 0.03 })
      assert.deepEqual(await callGuest(limited, spins, { name: 'pass' }), PASSED)
      const [slow] = await childrenOf(process.pid)
      const free = await open(t)
      assert.deepEqual(await callGuest(free, spins, { name: 'pass' }), PASSED)
      const fast = (await childrenOf(process.pid)).find((pid) => pid !== slow)
      assert.ok(slow !== undefined && fast !== undefined)
      const calls = new AbortController()
      const { signal } = calls
      const spinning = [limited, free].map((sandbox) => callGuest(sandbox, spins, { name: 'spin', signal }))
      const [slowBefore, fastBefore] = [processorMs(slow), processorMs(fast)]
      while (processorMs(fast) - fastBefore < 1_000) await sleep(20)
      const [slowUsed, fastUsed] = [processorMs(slow) - slowBefore, processorMs(fast) - fastBefore]
      assert.ok(slowUsed * 2 < fastUsed, `${slowUsed} ms beside ${fastUsed} ms`)
      calls.abort()
      for (const call of spinning) assert.deepEqual(await call, { kind: 'cancelled' })
      await Promise.all([gone(slow), gone(fast)])
    })

    it('leaves the time limit in force, and the next call works', async (t) => {
      const sandbox = await open(t, { processorShare: 0.3, callMs: 1_000 })
      const outcome = await callGuest(sandbox, spins, { name: 'spin' })
      assert.equal(outcome.kind === 'limit' && outcome.limit, 'time')
      assert.deepEqual(await callGuest(sandbox, spins, { name: 'pass' }), PASSED)
    })

    it('does not have calls killed that wait beside one that is dropped', async (t) => {
      const sandbox = await open(t, { processorShare: 0.02 })
      const calls = new AbortController()
      const { signal } = calls
      const dropped = callGuest(sandbox, sleeps, { name: 'sleep', args: [60_000], signal })
      const other = callGuest(sandbox, sleeps, { name: 'sleep', args: [500] })
      // Sooner or later it owes something.
      const busy = callAgainAndAgain(
        () => callGuest(sandbox, sleeps, { name: 'sleep', args: [0], signal }),
        signal,
      )
      await aStoppedChild(process.pid)
      calls.abort()
      assert.deepEqual(await dropped, { kind: 'cancelled' })
      assert.equal((await other).kind, 'returned')
      await busy
    })

    it('lets a stopped process be ended', async (t) => {
      const sandbox = await open(t, { processorShare: 0.1 })
      const call = callGuest(sandbox, spins, { name: 'spin' })
      const pid = await aStoppedChild(process.pid)
      await sandbox.sandbox.close()
      assert.equal((await call).kind, 'crashed')
      await gone(pid)
    })
  })
}

async function callAgainAndAgain(call: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await call()
}
