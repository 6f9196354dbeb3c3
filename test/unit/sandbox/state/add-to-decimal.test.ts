import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { addToDecimal } from '../../../../src/sandbox/state/add-to-decimal.ts'

const NOT_A_NUMBER = { code: 'STATE_NOT_A_NUMBER' }
const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })

describe('addToDecimal()', () => {
  it('adds within 64 bits and refuses what does not fit', () => {
    fc.assert(
      fc.property(integer, integer, (value, delta) => {
        const add = (): bigint => addToDecimal(Buffer.from(String(value)), delta)
        const sum = value + delta
        if (BigInt.asIntN(64, sum) === sum) assert.equal(add(), sum)
        else assert.throws(add, NOT_A_NUMBER)
      }),
    )
  })

  it('begins at 0', () => assert.equal(addToDecimal(null, -5n), -5n))

  for (const text of ['', ' 1', '1.0', '0x1', '1e3', '--1', '9'.repeat(20), '١']) {
    it(`takes '${text}' for no number`, () => {
      assert.throws(() => addToDecimal(Buffer.from(text), 1n), NOT_A_NUMBER)
    })
  }
})
