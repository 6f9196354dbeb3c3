import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { jsonOrNull, readJson } from '#platform'

import { isOverLimits, JSON_LIMITS } from '../../../../src/platform/json/scan-json.ts'

const bytes = (text: string) => Buffer.from(text)

describe('readJson()', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        assert.deepEqual(readJson(bytes(text)), JSON.parse(text))
      }),
    )
  })

  it('takes marks in texts, escaped quotes and backslashes for what they are', () => {
    const value = { '[{,:"\\': ['\\', '"', '\\"', '{'.repeat(1_000), ','.repeat(JSON_LIMITS.values)] }
    assert.deepEqual(readJson(bytes(JSON.stringify(value))), value)
  })

  for (const [what, text] of Object.entries({
    'too many items': `[${'0,'.repeat(JSON_LIMITS.values)}`,
    'too many objects': `[${'{}'.repeat(JSON_LIMITS.values)}`,
    'too many keys': `{${'"":'.repeat(JSON_LIMITS.values + 1)}`,
    'what is nested too deep': '['.repeat(JSON_LIMITS.depth + 1),
  })) {
    // None of these is JSON: that would be said if it were parsed.
    it(`refuses ${what} before it is parsed`, () => {
      assert.throws(() => readJson(bytes(text)), RangeError)
      assert.equal(jsonOrNull(bytes(text)), null)
    })
  }

  it('refuses what is no UTF-8 and what is no JSON', () => {
    assert.throws(() => readJson(Uint8Array.of(0x22, 0xff, 0x22)), TypeError)
    assert.throws(() => readJson(bytes('{')), SyntaxError)
  })
})

describe('isOverLimits()', () => {
  it('counts no less than there are values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const count = countOf(value)
        const text = bytes(JSON.stringify(value))
        assert.equal(isOverLimits(text, { values: 3 * count, depth: 100 }), false)
        if (count > 1) assert.equal(isOverLimits(text, { values: count - 2, depth: 100 }), true)
      }),
    )
  })
})

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  const items: unknown[] = Object.values(value)
  return 1 + items.reduce((sum: number, item) => sum + countOf(item), 0)
}
