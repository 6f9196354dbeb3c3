import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { Turns } from '../../../../src/sandbox/pool/turns.ts'

const LIMITS = { concurrentCalls: 1, queuedCalls: 2, callMs: 60_000 }

describe('Turns', () => {
  it('gives turns in the order of asking, and none beyond the queue', async () => {
    const turns = new Turns(LIMITS)
    assert.equal(await turns.take(), 'taken')
    const waiting = [turns.take(), turns.take()]
    assert.equal(await turns.take(), 'busy')
    turns.passOn()
    assert.equal(await waiting[0], 'taken')
    turns.passOn()
    assert.equal(await waiting[1], 'taken')
    turns.passOn()
    assert.equal(turns.running, 0)
  })

  it('says that it is busy to whoever waits for longer than a call may take', async () => {
    const turns = new Turns({ ...LIMITS, callMs: 10 })
    await turns.take()
    assert.equal(await turns.take(), 'busy')
    turns.passOn()
    assert.equal(turns.running, 0)
  })

  it('has one call at once at most, whoever leaves the queue when', async () => {
    const step = fc.constantFrom('take', 'cancel', 'pass')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const turns = new Turns(LIMITS)
        const calls: { readonly turn: Promise<string>; readonly abort: AbortController }[] = []
        for (const what of steps) {
          const abort = new AbortController()
          if (what === 'take') calls.push({ turn: Promise.resolve(turns.take(abort.signal)), abort })
          else if (what === 'cancel') calls.at(-1)?.abort.abort()
          else if (turns.running > 0) turns.passOn()
          assert.ok(turns.running === 0 || turns.running === 1)
        }
        for (const { abort } of calls) abort.abort()
        for (const { turn } of calls) assert.ok(['taken', 'busy', 'cancelled'].includes(await turn))
        while (turns.running > 0) turns.passOn()
        assert.equal(await turns.take(), 'taken')
      }),
    )
  })
})
