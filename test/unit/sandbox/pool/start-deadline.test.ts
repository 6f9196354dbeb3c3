import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'

import { StartDeadline } from '../../../../src/sandbox/pool/start-deadline.ts'

/** A deadline under clocks that a test moves: `go` says whether it has passed after so many milliseconds more. */
function deadlineOf(t: TestContext, startMs: number) {
  let now = 0
  let hasPassed = false
  t.mock.method(performance, 'now', () => now)
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const deadline = new StartDeadline(startMs, () => {
    hasPassed = true
  })
  deadline.arm()
  const go = (milliseconds: number): boolean => {
    now += milliseconds
    t.mock.timers.tick(milliseconds)
    return hasPassed
  }
  return { deadline, go }
}

describe('how long a process may take to start', () => {
  it('is the limit at first', (t) => {
    const { go } = deadlineOf(t, 60_000)
    assert.equal(go(59_999), false)
    assert.equal(go(1), true)
  })

  it('is a few times what the first start took, for a later instance', (t) => {
    const { deadline, go } = deadlineOf(t, 60_000)
    go(5_000)
    deadline.learn()
    deadline.arm()
    assert.equal(go(19_999), false)
    assert.equal(go(1), true)
  })

  it('is no less than a second, however fast the first was', (t) => {
    const { deadline, go } = deadlineOf(t, 60_000)
    go(1)
    deadline.learn()
    deadline.arm()
    assert.equal(go(999), false)
    assert.equal(go(1), true)
  })

  it('is never more than the limit', (t) => {
    const { deadline, go } = deadlineOf(t, 60_000)
    go(50_000)
    deadline.learn()
    deadline.arm()
    assert.equal(go(59_999), false)
    assert.equal(go(1), true)
  })
})
