import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Outcome } from '#sandbox'

import { childrenOf, gone } from '../../helpers/child-processes.ts'
import { hostileComponent, type HostileComponent } from '../../helpers/hostile-glue.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'

const MIB = 1024 * 1024
const SPIN = 'for (;;);'
const WAIT = '() => wait()'

describe('a component that does not start', () => {
  it('is stopped when it spins, and the limit is named', async (t) => {
    const component = await hostileComponent(t, {}, { start: SPIN, limits: { startMs: 1_000 } })
    const calls = [component.call('pass'), component.call('pass')]
    const [first, second] = await Promise.all(calls)
    for (const outcome of [first, second]) {
      const message = 'It took longer than 1 s to start'
      assert.deepEqual(outcome, { kind: 'limit', limit: 'time', message })
    }
    for (const pid of await childrenOf(process.pid)) await gone(pid)
  })

  it('is stopped when only its second instance spins, and the next call gets a process of its own', async (t) => {
    const start = `globalThis.made = (globalThis.made ?? 0) + 1; if (globalThis.made > 1) ${SPIN}`
    const component = await hostileComponent(t, {}, { start, limits: { callMs: 1_500 } })
    assert.equal((await component.call('pass')).kind, 'returned')
    const [spinning] = await childrenOf(process.pid)
    assert.ok(spinning !== undefined)
    // A process of its own, or the same: then it is told why.
    const outcome = await component.call('pass')
    assert.ok(
      outcome.kind === 'returned' || (outcome.kind === 'limit' && outcome.limit === 'time'),
      outcome.kind,
    )
    await gone(spinning)
    assert.equal((await component.call('pass')).kind, 'returned')
  })
})

/** What a call that waits and one of `name` came to in one process. */
async function together(component: HostileComponent, name: string): Promise<readonly Outcome[]> {
  for (;;) {
    await component.call('pass')
    const waiting = component.call('wait')
    // Time for the host to hear that the guest waits, so that the next call comes into the same process.
    await sleep(300)
    const outcomes = await Promise.all([waiting, component.call(name)])
    // On a slow machine they got a process each, and the one that waits ended with its time.
    if (outcomes[0].kind !== 'limit' || outcomes[0].limit !== 'time') return outcomes
  }
}

describe('calls in a process that is killed for its memory', () => {
  it('are told that others were there too', async (t) => {
    const grow = `async () => { const kept = []; for (;;) { kept.push(Buffer.alloc(1e7, 1)); await new Promise(setImmediate) } }`
    const limits = { residentBytes: 512 * MIB, callMs: 10_000 }
    const component = await hostileComponent(t, { wait: WAIT, grow }, { limits })
    for (const outcome of await together(component, 'grow')) {
      assert.partialDeepStrictEqual(outcome, { kind: 'limit', limit: 'memory', isShared: true })
    }
    assert.equal((await component.call('pass')).kind, 'returned')
  })
})

describe('calls in a process that ends by itself', () => {
  it('are told so, and whether they were alone', async (t) => {
    const leave = 'async () => { await null; setImmediate(() => process.exit(3)); await wait() }'
    const component = await hostileComponent(t, { wait: WAIT, leave }, { limits: { callMs: 5_000 } })
    assert.deepEqual(Object.keys(await component.call('leave')), ['kind', 'message'])
    for (const outcome of await together(component, 'leave')) {
      assert.partialDeepStrictEqual(outcome, { kind: 'crashed', isShared: true })
    }
  })
})

describe('a sandbox that is closed', () => {
  for (const afterMs of [0, 20, 100, 300, 1_000]) {
    it(`${afterMs} ms after twenty calls ends all of them, those that wait for their turn too`, async (t) => {
      const granted = await openSandbox(t, { limits: { concurrentCalls: 6 } })
      const sleeps = await guestFile('sleeps')
      await granted.sandbox.inspect(sleeps)
      const calls = Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? callGuest(granted, sleeps, { name: 'spin' })
          : callGuest(granted, sleeps, { name: 'sleep', args: [60_000] }),
      )
      await sleep(afterMs)
      const children = await childrenOf(process.pid)
      await granted.sandbox.close()
      for (const end of await Promise.allSettled(calls)) {
        if (end.status === 'fulfilled') assert.equal(end.value.kind, 'crashed')
        else assert.partialDeepStrictEqual({ ...end.reason }, { code: 'CLOSED' })
      }
      for (const pid of children) await gone(pid)
      assert.deepEqual(await childrenOf(process.pid), [])
    })
  }

  it('lets a call that waits for its turn be cancelled, and the next one have it', async (t) => {
    const granted = await openSandbox(t, { limits: { concurrentCalls: 1 } })
    const sleeps = await guestFile('sleeps')
    const abort = new AbortController()
    const running = callGuest(granted, sleeps, { name: 'sleep', args: [500] })
    const cancelled = callGuest(granted, sleeps, { name: 'spin', signal: abort.signal })
    const next = callGuest(granted, sleeps, { name: 'pass' })
    abort.abort()
    assert.deepEqual(await cancelled, { kind: 'cancelled' })
    assert.equal((await running).kind, 'returned')
    assert.deepEqual(await next, { kind: 'returned', value: true })
  })
})
