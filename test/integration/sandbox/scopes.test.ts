import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'

import type { Limits, Outcome } from '#sandbox'
import { glueExport } from '#wit'

import { anyValue } from '../../helpers/crossed-values.ts'
import { childrenOf, gone } from '../../helpers/child-processes.ts'
import { guestFile, openSandbox } from '../../helpers/open-sandbox.ts'

const PASSED = { kind: 'returned', value: true }

type Call = (scope: string | null, name: string, args?: readonly unknown[]) => Promise<Outcome>

async function open(t: TestContext, guest: string, limits: Partial<Limits> = {}) {
  const { sandbox, grants } = await openSandbox(t, { limits })
  const file = await guestFile(guest)
  const call: Call = (scope, name, args = []) => {
    const target = { ...glueExport({ interface: null, name }), returnsResult: false }
    return sandbox.invoke(
      { id: 'guest', source: null, scope, file, grants },
      { target, args, result: anyValue() },
    )
  }
  return { sandbox, call }
}

describe('tools with rules of their own', () => {
  it('keep four processes of a component at most, its own among them, however many there are', async (t) => {
    const { sandbox, call } = await open(t, 'sleeps')
    await call(null, 'pass')
    const running = call('first', 'sleep', [2_000])
    for (let tool = 0; tool < 8; tool++) {
      assert.deepEqual(await call(`tool-${tool}`, 'pass'), PASSED)
      assert.ok((await childrenOf(process.pid)).length <= 4)
    }
    // The call of one that was retired meanwhile finishes.
    assert.equal((await running).kind, 'returned')
    assert.deepEqual(await call(null, 'pass'), PASSED)
    const children = await childrenOf(process.pid)
    await sandbox.close()
    for (const child of children) await gone(child)
  })

  it('wait for a process when all of the component are busy, and are answered', async (t) => {
    const { call } = await open(t, 'sleeps')
    const tools = Array.from({ length: 6 }, (_, tool) => `tool-${tool}`)
    const outcomes = await Promise.all(tools.map((tool) => call(tool, 'sleep', [300])))
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      tools.map(() => 'returned'),
    )
  })

  it('run no more calls at once than the component may', async (t) => {
    const { call } = await open(t, 'sleeps', { concurrentCalls: 2, queuedCalls: 1 })
    const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((tool) => call(tool, 'sleep', [1_000])))
    assert.deepEqual(outcomes.map(({ kind }) => kind).toSorted(), [
      'busy',
      'returned',
      'returned',
      'returned',
    ])
  })
})
