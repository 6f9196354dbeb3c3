import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { ResultReader } from '#wit'

import { aStoppedChild, childrenOf, gone } from '../../helpers/child-processes.ts'
import { hostileComponent } from '../../helpers/hostile-glue.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'

const PASSED = { kind: 'returned', value: true }

/** Work that belongs to no instance: what our code does at the end of a call does not touch it. */
const FUNCTIONS = {
  haunt: `() => { setInterval(() => {}, 1); return true }`,
  'haunt-and-wait': `() => { setInterval(() => {}, 1); return wait() }`,
  wait: `() => wait()`,
  'answer-and-spin': `() => { answer(1, true); for (;;); }`,
  'answer-and-haunt': `() => { answer(1, true); setInterval(() => {}, 20); return wait() }`,
  'answer-and-answer': `() => { answer(1, true); setInterval(() => answer(99, true), 20); return wait() }`,
  'answer-nonsense': `() => { for (const id of [1, 2]) say({ kind: 'returned', id, bytes: Buffer.from([0]) }); return true }`,
}

async function onlyChild(): Promise<number> {
  const [child, ...others] = await childrenOf(process.pid)
  assert.deepEqual(others, [])
  assert.ok(child !== undefined)
  return child
}

for (const { name, find } of ISOLATIONS) {
  describe(`a process that was taken over, under ${name}`, async () => {
    const isolation = await find()

    it('is not believed that it let go of a cancelled call', async (t) => {
      const component = await hostileComponent(t, FUNCTIONS, { isolation })
      await component.call('pass')
      const child = await onlyChild()
      const abort = new AbortController()
      const cancelled = component.call('haunt-and-wait', [], { signal: abort.signal })
      await setTimeout(100)
      abort.abort()
      assert.deepEqual(await cancelled, { kind: 'cancelled' })
      await gone(child)
      assert.deepEqual(await component.call('pass'), PASSED)
    })

    it('is not believed for longer than other calls last in it, and gets no further one', async (t) => {
      const component = await hostileComponent(t, FUNCTIONS, { isolation })
      await component.call('pass')
      const child = await onlyChild()
      const [aborted, ended] = [new AbortController(), new AbortController()]
      const other = component.call('wait', [], { signal: ended.signal })
      // Until it is known to wait, another call would get a process of its own.
      await setTimeout(1_000)
      const cancelled = component.call('haunt-and-wait', [], { signal: aborted.signal })
      await setTimeout(100)
      aborted.abort()
      assert.deepEqual(await cancelled, { kind: 'cancelled' })
      assert.deepEqual(await component.call('pass'), PASSED)
      const children = await childrenOf(process.pid)
      assert.ok(children.length === 2 && children.includes(child))
      ended.abort()
      assert.deepEqual(await other, { kind: 'cancelled' })
      await gone(child)
    })

    it('is stopped while it has no call', async (t) => {
      const component = await hostileComponent(t, FUNCTIONS, { isolation })
      assert.deepEqual(await component.call('haunt'), PASSED)
      const child = await aStoppedChild(process.pid)
      assert.deepEqual(await component.call('pass'), PASSED)
      assert.equal(await aStoppedChild(process.pid), child)
    })

    for (const attack of ['answer-and-haunt', 'answer-and-answer'] as const) {
      it(`is killed when it is not ready soon after its last answer: ${attack}`, async (t) => {
        const component = await hostileComponent(t, FUNCTIONS, { isolation })
        assert.deepEqual(await component.call(attack), PASSED)
        await gone(await onlyChild())
        assert.deepEqual(await component.call('pass'), PASSED)
      })
    }

    it('gets no further call after an answer that cannot be used, though it is ready for one', async (t) => {
      const component = await hostileComponent(t, FUNCTIONS, { isolation })
      await component.call('pass')
      const child = await onlyChild()
      const result = new ResultReader({ kind: 'bool' })
      const { kind } = await component.call('answer-nonsense', [], { result })
      assert.equal(kind, 'unusable')
      await gone(child)
      assert.deepEqual(await component.call('pass'), PASSED)
    })

    it('is killed when it works on after its last answer', async (t) => {
      const component = await hostileComponent(t, FUNCTIONS, { isolation })
      assert.deepEqual(await component.call('answer-and-spin'), PASSED)
      await gone(await onlyChild())
      assert.deepEqual(await component.call('pass'), PASSED)
    })
  })
}
