import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'

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

    it('is killed when it works on after its last answer', async (t) => {
      const component = await hostileComponent(t, FUNCTIONS, { isolation })
      assert.deepEqual(await component.call('answer-and-spin'), PASSED)
      await gone(await onlyChild())
      assert.deepEqual(await component.call('pass'), PASSED)
    })
  })
}
