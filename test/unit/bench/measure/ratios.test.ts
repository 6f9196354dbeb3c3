import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { ratios } from '../../../../bench/measure/ratios.ts'

describe('ratios()', () => {
  it('divides round by round', () => {
    assert.deepEqual(ratios([2, 9], [1, 3]), [2, 3])
  })

  it('has no number where the other was not measured', () => {
    assert.deepEqual(ratios([2], []), [Number.NaN])
  })
})
