import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { shapeOf } from '#platform'

describe('shapeOf()', () => {
  it('names kinds and lengths, and no values', () => {
    const value = { name: 'Ada', age: 36, tags: ['x', 'yz'], nothing: null, isTrue: true, inner: {} }
    assert.deepEqual(shapeOf(value), {
      name: 'string(3)',
      age: 'number',
      tags: ['array(2)', 'string(1)', 'string(2)'],
      nothing: 'null',
      isTrue: 'boolean',
      inner: {},
    })
  })

  it('shows the first items and keys of many', () => {
    assert.deepEqual(shapeOf([1, 'a', null, true, 2]), ['array(5)', 'number', 'string(1)', 'null'])
    const keys = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`k${index}`, 1]))
    assert.equal(Object.keys(shapeOf(keys)).length, 21)
  })

  it('is small whatever the data', () => {
    const wide = (depth: number): unknown =>
      depth === 0 ? 'x' : Array.from({ length: 9 }, () => wide(depth - 1))
    let deep: unknown = 1
    for (let level = 0; level < 10_000; level += 1) deep = [deep]
    for (const value of [wide(5), deep, 'x'.repeat(1_000_000), { ['k'.repeat(10_000)]: 1 }]) {
      assert.ok(JSON.stringify(shapeOf(value)).length < 20_000)
    }
  })

  it('holds no string of the data', () => {
    const word = fc.stringMatching(/^secret-[a-z]{8}$/)
    fc.assert(
      fc.property(fc.jsonValue(), word, (value, secret) => {
        const shape = JSON.stringify(shapeOf([secret, { value, secret }]))
        assert.ok(!shape.includes(secret))
      }),
    )
  })
})
