import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Outcome } from '#sandbox'

import { repeatInterrupted } from '../../../../src/components/calls/repeat-interrupted.ts'

const INTERRUPTED: Outcome = { kind: 'interrupted' }
const RETURNED: Outcome = { kind: 'returned', value: 1 }

/** What a call comes to that would end in these ways, one after the other, and how often it was run. */
async function repeated(...ends: readonly Outcome[]): Promise<readonly [Outcome, number]> {
  let runs = 0
  const outcome = await repeatInterrupted(async () => ends[runs++] ?? assert.fail('It was run too often'))
  return [outcome, runs]
}

describe('repeatInterrupted()', () => {
  it('runs a call again that was interrupted, once', async () => {
    assert.deepEqual(await repeated(INTERRUPTED, RETURNED), [RETURNED, 2])
    assert.deepEqual(await repeated(INTERRUPTED, INTERRUPTED, RETURNED), [INTERRUPTED, 2])
  })

  it('runs a call again that ended with others in its process, which may have been their fault', async () => {
    for (const end of [
      { kind: 'limit', limit: 'memory', message: '', isShared: true },
      { kind: 'crashed', message: '', isShared: true },
    ] as const) {
      assert.deepEqual(await repeated(end, RETURNED), [RETURNED, 2])
    }
  })

  for (const end of [
    RETURNED,
    { kind: 'limit', limit: 'time', message: '' },
    { kind: 'limit', limit: 'memory', message: '' },
    { kind: 'crashed', message: '' },
    { kind: 'trapped', message: '' },
    { kind: 'cancelled' },
    { kind: 'busy' },
  ] as const satisfies readonly Outcome[]) {
    it(`runs no call again that ended as ${JSON.stringify(end)}`, async () => {
      assert.deepEqual(await repeated(end), [end, 1])
    })
  }
})
