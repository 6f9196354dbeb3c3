import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'

import type { Limits, Outcome } from '#sandbox'

import { childrenOf } from '../../helpers/child-processes.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { recordingLogger } from '../../helpers/recording-logger.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const MIB = 1024 * 1024
const PAGES_PER_MIB = 16
const PASSED = { kind: 'returned', value: true }

const cacheFolder = await temporaryFolder({ after })

function limitOf(outcome: Outcome): string {
  return outcome.kind === 'limit' ? outcome.limit : outcome.kind
}

for (const { name, find } of ISOLATIONS) {
  describe(`a guest that runs away, under ${name}`, async () => {
    const isolation = await find()
    const open = (limits: Partial<Limits> = {}) => openSandbox({ after }, { cacheFolder, isolation, limits })
    const sandbox = await open()
    const short = await open({ callMs: 1_500 })
    const [spins, sleeps, grows, traps] = await Promise.all(
      ['spins', 'sleeps', 'grows', 'traps'].map(guestFile),
    )
    assert.ok(spins && sleeps && grows && traps)

    it('is stopped in an endless loop, and holds up no other component', async () => {
      const spinning = callGuest(short, spins, { name: 'spin' })
      assert.deepEqual(await callGuest(sandbox, grows, { name: 'pass' }), PASSED)
      assert.equal(limitOf(await spinning), 'time')
      assert.deepEqual(await callGuest(short, spins, { name: 'pass' }), PASSED)
    })

    it('is stopped when it sleeps for ever', async () => {
      const outcome = await callGuest(short, sleeps, { name: 'sleep', args: [4_000_000_000] })
      assert.equal(limitOf(outcome), 'time')
      assert.deepEqual(await callGuest(short, sleeps, { name: 'pass' }), PASSED)
    })

    it('gets no more memory than its limit', async () => {
      const small = await open({ memoryBytes: 32 * MIB })
      const grown = await callGuest(small, grows, { name: 'grow-and-touch', args: [100_000] })
      assert.deepEqual(grown, { kind: 'returned', value: 32 * PAGES_PER_MIB })
      assert.equal(limitOf(await callGuest(small, grows, { name: 'grow-or-trap' })), 'memory')
      assert.deepEqual(await callGuest(small, grows, { name: 'pass' }), PASSED)
    })

    it('gets no table without end', async () => {
      const outcome = await callGuest(sandbox, grows, { name: 'grow-table', args: [4_000_000_000] })
      assert.ok(outcome.kind === 'returned' && Number(outcome.value) <= 10_000_000, limitOf(outcome))
    })

    it('traps when it calls itself without end', async () => {
      assert.equal((await callGuest(sandbox, traps, { name: 'overflow-stack' })).kind, 'trapped')
      assert.deepEqual(await callGuest(sandbox, traps, { name: 'pass' }), PASSED)
    })

    it('starts no process by calling often, and has so many calls at once and no more', async () => {
      const busy = await open({ concurrentCalls: 8, queuedCalls: 8 })
      const before = await descendants()
      const calls = Array.from({ length: 40 }, () => callGuest(busy, sleeps, { name: 'sleep', args: [300] }))
      const outcomes = await Promise.all(calls)
      const kinds = Object.groupBy(outcomes, ({ kind }) => kind)
      assert.deepEqual([kinds.returned?.length, kinds.busy?.length], [16, 24])
      // A component has four processes at most; bubblewrap stands as two around each.
      assert.ok((await descendants()) - before <= 12)
    })

    it('is stopped while it prints without end, and its lines are cut', async (t) => {
      const logger = recordingLogger()
      const limits = { callMs: 1_500, outputBytes: 1_000, outputLines: 5 }
      const chatty = await openSandbox(t, { cacheFolder, isolation, limits, logger })
      const file = await guestFile('chatty')
      const args = [4_000_000_000]
      const outcome = await callGuest(chatty, file, { name: 'write-stdout', args })
      assert.ok(['time', 'returned'].includes(limitOf(outcome)), limitOf(outcome))
      await callGuest(chatty, file, { name: 'write-stderr', args: [100_000] })
      const printed = logger.lines.map(({ message }) => message).join('')
      assert.ok(printed.length < 2_400, `${printed.length} characters were logged`)
    })
  })
}

/** Processes below this one, as far down as bubblewrap puts them. */
async function descendants(pid = process.pid): Promise<number> {
  let count = 0
  for (const child of await childrenOf(pid)) count += 1 + (await descendants(child))
  return count
}
