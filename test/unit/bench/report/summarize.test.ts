import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { summarize } from '../../../../bench/report/summarize.ts'

describe('summarize()', () => {
  it('says the middle and how far the samples lie apart', () => {
    assert.deepEqual(summarize({ name: 'a call', unit: 'ms', samples: [3, 1, 2], aim: 5 }), {
      name: 'a call',
      unit: 'ms',
      median: 2,
      min: 1,
      max: 3,
      aim: 5,
      samples: [3, 1, 2],
    })
  })

  it('refuses what was not measured', () => {
    assert.throws(() => summarize({ name: 'a call', unit: 'ms', samples: [] }), /'a call' was not measured/)
    assert.throws(() => summarize({ name: 'a ratio', unit: '×', samples: [1, Number.NaN] }), /not measured/)
  })
})
