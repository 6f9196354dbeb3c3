import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { quantile } from '../../../../bench/report/quantile.ts'

// No sample is -0: sorting and Math.min() order it differently beside 0, and nothing that is measured has it.
const sample = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => value + 0)
const samples = fc.array(sample, { minLength: 1 })

describe('quantile()', () => {
  it('takes the middle of the samples, whatever their order', () => {
    assert.equal(quantile([3, 1, 2], 0.5), 2)
    assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5)
  })

  it('goes from the smallest to the largest', () => {
    fc.assert(
      fc.property(samples, (values) => {
        assert.equal(quantile(values, 0), Math.min(...values))
        assert.equal(quantile(values, 1), Math.max(...values))
      }),
    )
  })

  it('never falls while the part grows', () => {
    const part = fc.double({ noNaN: true, min: 0, max: 1 })
    fc.assert(
      fc.property(samples, part, part, (values, a, b) => {
        const [low, high] = [quantile(values, Math.min(a, b)), quantile(values, Math.max(a, b))]
        assert.ok(low <= high + 1e-6)
      }),
    )
  })

  it('is no number without samples', () => {
    assert.ok(Number.isNaN(quantile([], 0.5)))
  })
})
