import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FlowFailure } from '../../../../src/sandbox/egress/flow-failure.ts'
import { Lookups } from '../../../../src/sandbox/egress/lookups.ts'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A name server that answers when the test says so. */
function slowly() {
  const asked: string[] = []
  const answers: ((addresses: readonly string[]) => void)[] = []
  const resolve = (name: string): Promise<readonly string[]> => {
    asked.push(name)
    return new Promise((answer) => answers.push(answer))
  }
  return { asked, answers, resolve }
}

describe('the lookups of a component', () => {
  it('are under way two at a time, whoever has stopped waiting, and the next follows in turn', async () => {
    const { asked, answers, resolve } = slowly()
    const lookups = new Lookups(resolve, 16)
    const found = ['a', 'b', 'c', 'd'].map((name) => lookups.resolve(name))
    await settled()
    assert.deepEqual(asked, ['a', 'b'])
    answers[0]?.(['192.0.2.1'])
    assert.deepEqual(await found[0], ['192.0.2.1'])
    await settled()
    assert.deepEqual(asked, ['a', 'b', 'c'])
    answers[1]?.([])
    answers[2]?.([])
    await Promise.all(found.slice(1, 3))
    await settled()
    assert.deepEqual(asked, ['a', 'b', 'c', 'd'])
  })

  it('of one name at a time are one', async () => {
    const { asked, answers, resolve } = slowly()
    const lookups = new Lookups(resolve, 16)
    const both = [lookups.resolve('a'), lookups.resolve('a')]
    await settled()
    answers[0]?.(['192.0.2.1'])
    assert.deepEqual(await Promise.all(both), [['192.0.2.1'], ['192.0.2.1']])
    assert.deepEqual(asked, ['a'])
    void lookups.resolve('a')
    await settled()
    assert.deepEqual(asked, ['a', 'a'])
  })

  it('that fail make room for the next', async () => {
    let asked = 0
    const lookups = new Lookups(async () => {
      asked++
      throw new Error('no such name')
    }, 16)
    const all = Array.from({ length: 8 }, (_, index) => lookups.resolve(`n${index}`))
    const results = await Promise.allSettled(all)
    assert.ok(results.every(({ status }) => status === 'rejected'))
    assert.equal(asked, 8)
  })

  it('do not wait in any number', async () => {
    const { resolve } = slowly()
    const lookups = new Lookups(resolve, 2)
    for (const name of ['a', 'b', 'c', 'd']) void lookups.resolve(name)
    await assert.rejects(lookups.resolve('e'), new FlowFailure('too-many-flows'))
  })
})
