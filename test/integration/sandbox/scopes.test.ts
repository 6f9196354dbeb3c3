import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Outcome } from '#sandbox'
import { glueExport } from '#wit'

import { childrenOf, gone } from '../../helpers/child-processes.ts'
import { guestFile, openSandbox } from '../../helpers/open-sandbox.ts'

describe('tools with rules of their own', () => {
  it('keep four processes of a component at most beside its own, however many there are', async (t) => {
    const { sandbox, grants } = await openSandbox(t)
    const file = await guestFile('sleeps')
    const call = (scope: string | null, name: string, args: readonly unknown[] = []): Promise<Outcome> => {
      const target = { ...glueExport({ interface: null, name }), returnsResult: false }
      return sandbox.invoke({ id: 'guest', source: null, scope, file, grants }, { target, args })
    }
    await call(null, 'pass')
    const [own] = await childrenOf(process.pid)
    assert.ok(own !== undefined)
    const running = call('first', 'sleep', [2_000])
    for (let tool = 0; tool < 8; tool++) {
      assert.deepEqual(await call(`tool-${tool}`, 'pass'), { kind: 'returned', value: true })
    }
    // The call of one that was retired meanwhile finishes.
    assert.equal((await running).kind, 'returned')
    const children = await childrenOf(process.pid)
    assert.ok(children.includes(own))
    while ((await childrenOf(process.pid)).length > 5) await new Promise(setImmediate)
    await sandbox.close()
    for (const child of children) await gone(child)
  })
})
