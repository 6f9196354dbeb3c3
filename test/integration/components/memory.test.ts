import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { hostileComponent } from '../../helpers/hostile-glue.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'

const MIB = 1024 * 1024

describe('the memory of a component', () => {
  it('is bounded for all of its calls together, and the next call works', async (t) => {
    const component = await hostileComponent(
      t,
      {
        hold: `async () => {
          const memory = new WebAssembly.Memory({ initial: 1024 })
          new Uint8Array(memory.buffer).fill(1)
          await new Promise((resolve) => setTimeout(resolve, 5_000))
          return memory.buffer.byteLength
        }`,
      },
      { limits: { residentBytes: 512 * MIB } },
    )
    // All have ended before the next call: it must not share a process, and its fate, with one of them.
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => component.call('hold')))
    assert.ok(outcomes.some((outcome) => outcome.kind === 'limit' && outcome.limit === 'memory'))
    assert.deepEqual(await component.call('pass'), { kind: 'returned', value: true })
  })

  it('is bounded outside of WebAssembly too', async (t) => {
    const component = await hostileComponent(
      t,
      {
        attack: `async () => { const kept = []; for (;;) { kept.push(Buffer.alloc(1e7, 1)); await null } }`,
      },
      { limits: { residentBytes: 512 * MIB } },
    )
    const outcome = await component.call('attack')
    assert.equal(outcome.kind === 'limit' && outcome.limit, 'memory')
    assert.deepEqual(await component.call('pass'), { kind: 'returned', value: true })
  })

  it('is bounded in the values of JavaScript', async (t) => {
    const component = await hostileComponent(t, {
      attack: `() => { const kept = []; for (;;) kept.push(new Array(1e6).fill(0.5)) }`,
    })
    const outcome = await component.call('attack')
    assert.equal(outcome.kind === 'limit' && outcome.limit, 'memory')
  })

  it('is bounded in tables', async (t) => {
    const sandbox = await openSandbox(t)
    const outcome = await callGuest(sandbox, await guestFile('grows'), {
      name: 'grow-table',
      args: [4_000_000_000],
    })
    assert.ok(outcome.kind === 'returned' && Number(outcome.value) <= 10_000_000)
  })
})
