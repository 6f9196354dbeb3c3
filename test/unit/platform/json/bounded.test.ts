import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { z } from 'zod'

import { boundedList, boundedTexts } from '#platform'

describe('boundedList()', () => {
  it('reads what fits', () => {
    assert.deepEqual(boundedList(z.int(), 3).parse([1, 2, 3]), [1, 2, 3])
  })

  it('looks at no item after the first that is wrong, and says where that is', () => {
    const looked: unknown[] = []
    const item = z.object({ name: z.string() }).refine((value) => looked.push(value) > 0)
    const wrong = Array.from({ length: 1_000 }, (_, index) => ({ name: index < 2 ? 'right' : index }))
    const { error } = z.object({ items: boundedList(item, 10_000) }).safeParse({ items: wrong })
    assert.deepEqual(
      error?.issues.map(({ path }) => path),
      [['items', 2, 'name']],
    )
    assert.equal(looked.length, 2)
  })

  it('looks at none of too many', () => {
    const looked: unknown[] = []
    const item = z.unknown().refine((value) => looked.push(value) > 0)
    assert.equal(boundedList(item, 3).safeParse([1, 2, 3, 4]).success, false)
    assert.deepEqual(looked, [])
  })

  it('may be left out, or have a default, as other lists', () => {
    const schema = z.object({
      one: boundedList(z.int(), 3).optional(),
      other: boundedList(z.int(), 3).default([]),
    })
    assert.deepEqual(schema.parse({}), { other: [] })
  })
})

describe('boundedTexts()', () => {
  it('reads what fits', () => {
    assert.deepEqual(boundedTexts(2).parse({ a: 'b', c: 'd' }), { a: 'b', c: 'd' })
  })

  it('keeps a key that is a way to a prototype as a key', () => {
    const texts = boundedTexts(2).parse(JSON.parse('{"__proto__": "x"}'))
    assert.deepEqual(Object.entries(texts), [['__proto__', 'x']])
    assert.equal(Object.getPrototypeOf(texts), Object.prototype)
  })

  for (const [what, value] of Object.entries({
    'too many': { a: '1', b: '2', c: '3' },
    'what is no text': { a: 1, b: 2 },
    'a list': ['a'],
    'a text': 'a',
    nothing: null,
  })) {
    it(`refuses ${what}, with one reason`, () => {
      assert.equal(boundedTexts(2).safeParse(value).error?.issues.length, 1)
    })
  }
})
