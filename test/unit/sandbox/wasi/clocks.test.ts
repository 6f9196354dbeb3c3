import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createClocks, type Datetime } from '../../../../src/sandbox/guest-process/wasi/clocks.ts'
import { poll, type Pollable } from '../../../../src/sandbox/guest-process/wasi/io/poll.ts'
import { interfaceOf, testGuest } from './guest.ts'

const HOUR_NS = 3_600_000_000_000n

interface Monotonic {
  readonly now: () => bigint
  readonly subscribeInstant: (when: bigint) => Pollable
  readonly subscribeDuration: (duration: bigint) => Pollable
}

function monotonicClock(signal?: AbortSignal): Monotonic {
  const { guest } = testGuest(signal ? { signal } : {})
  return interfaceOf(createClocks(guest), 'wasi:clocks/monotonic-clock')
}

describe('createClocks()', () => {
  it('gives timers that are ready when their time has come, the earliest first', async () => {
    const clock = monotonicClock()
    const start = clock.now()
    const timers = [
      clock.subscribeDuration(HOUR_NS),
      clock.subscribeDuration(2_000_000n),
      clock.subscribeDuration(HOUR_NS),
    ]
    assert.deepEqual([...(await poll(timers))], [1])
    assert.ok(clock.now() - start >= 2_000_000n)
  })

  it('is ready at once for a moment that has passed', () => {
    const clock = monotonicClock()
    assert.equal(clock.subscribeInstant(clock.now()).ready(), true)
    assert.equal(clock.subscribeInstant(0n).ready(), true)
    assert.equal(clock.subscribeDuration(0n).ready(), true)
  })

  it('takes the longest wait there is', () => {
    const clock = monotonicClock()
    const timer = clock.subscribeDuration(2n ** 64n - 1n)
    void timer.wait(AbortSignal.abort())
    assert.equal(timer.ready(), false)
  })

  it('leaves no timer behind when the instance is thrown away', () => {
    const instance = new AbortController()
    const before = timersAlive()
    void monotonicClock(instance.signal).subscribeDuration(HOUR_NS).block()
    return new Promise<void>((resolve) => {
      setImmediate(() => {
        assert.equal(timersAlive(), before + 1)
        instance.abort()
        assert.equal(timersAlive(), before)
        resolve()
      })
    })
  })

  it('tells the time since 1970 in milliseconds', () => {
    const clock = interfaceOf<{ now: () => Datetime }>(
      createClocks(testGuest().guest),
      'wasi:clocks/wall-clock',
    )
    const before = Date.now()
    const { seconds, nanoseconds } = clock.now()
    const told = Number(seconds) * 1000 + nanoseconds / 1_000_000
    assert.ok(told >= before && told <= Date.now())
    assert.ok(nanoseconds < 1_000_000_000)
  })

  it('does not tell the time zone of the host', () => {
    const zone = interfaceOf<{ display: () => unknown; utcOffset: () => unknown }>(
      createClocks(testGuest().guest),
      'wasi:clocks/timezone',
    )
    assert.deepEqual(zone.display(), { utcOffset: 0, name: 'UTC', inDaylightSavingTime: false })
    assert.equal(zone.utcOffset(), 0)
  })
})

function timersAlive(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
}
