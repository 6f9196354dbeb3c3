import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { InspectionTurns } from '../../../../src/sandbox/prepare/inspection-turns.ts'

describe('InspectionTurns', () => {
  it('has one at a time, in the order in which they came', async () => {
    const turns = new InspectionTurns()
    let running = 0
    const order: number[] = []
    const work = async (name: number) => {
      const end = await turns.take()
      running += 1
      assert.equal(running, 1)
      order.push(name)
      await new Promise(setImmediate)
      running -= 1
      end()
    }
    await Promise.all([1, 2, 3, 4].map(work))
    assert.deepEqual(order, [1, 2, 3, 4])
    assert.equal(turns.isBusy, false)
  })

  it('lets one that waits be cancelled, and the next have its turn', async () => {
    const turns = new InspectionTurns()
    const end = await turns.take()
    const abort = new AbortController()
    const cancelled = turns.take(abort.signal)
    const next = turns.take()
    abort.abort()
    await assert.rejects(cancelled, { code: 'CANCELLED' })
    end()
    const endNext = await next
    assert.equal(turns.isBusy, true)
    endNext()
    assert.equal(turns.isBusy, false)
  })

  it('gives none to one that was cancelled before', async () => {
    const turns = new InspectionTurns()
    await assert.rejects(turns.take(AbortSignal.abort()), { code: 'CANCELLED' })
    assert.equal(turns.isBusy, false)
  })
})
