import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { inTurns } from '../../../../bench/measure/in-turns.ts'

describe('inTurns()', () => {
  it('runs every contender in every round, the first one last in every second', async () => {
    const order: string[] = []
    const contender = (name: string) => async () => order.push(name)
    const results = await inTurns(3, { a: contender('a'), b: contender('b') })
    assert.deepEqual(order, ['a', 'b', 'b', 'a', 'a', 'b'])
    assert.deepEqual(results, { a: [1, 4, 5], b: [2, 3, 6] })
  })

  it('stops at the first that fails', async () => {
    const order: string[] = []
    const works = async () => order.push('works')
    const fails = async () => assert.fail(`no answer after ${order.length}`)
    await assert.rejects(inTurns(2, { works, fails }), /no answer after 1/)
  })
})
