import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { formatTable } from '../../../../bench/report/format-table.ts'
import { summarize } from '../../../../bench/report/summarize.ts'

describe('formatTable()', () => {
  it('aligns names to the left and figures to the right', () => {
    const rows = [
      summarize({ name: 'ready', unit: 'ms', samples: [250, 300.4], aim: 300 }),
      summarize({ name: 'wassette : plain', unit: '×', samples: [0.123_45] }),
    ]
    assert.equal(
      formatTable(rows),
      [
        '                    median    min    max  unit  aim  samples',
        '  ready                275    250    300    ms  300        2',
        '  wassette : plain   0.123  0.123  0.123     ×             1',
      ].join('\n'),
    )
  })
})
