import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parseTimeSpan } from '#platform'

describe('parseTimeSpan()', () => {
  it('reads seconds, minutes, hours and days', () => {
    const read = ['0s', '30m', '24h', '7d'].map((text) => parseTimeSpan(text, 'x'))
    assert.deepEqual(read, [0, 1_800_000, 86_400_000, 7 * 86_400_000])
  })

  it('refuses anything else, and names the setting', () => {
    for (const text of ['', '1', '-1h', '1.5h', '1w', 'h', '1h30m']) {
      assert.throws(() => parseTimeSpan(text, 'grace'), { code: 'INVALID_SETTING', message: /^'grace' is / })
    }
  })
})
