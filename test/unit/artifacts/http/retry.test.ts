import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { retryAfterMs } from '../../../../src/artifacts/http/retry.ts'

describe('retryAfterMs()', () => {
  const now = Date.parse('2026-11-22T08:00:00Z')
  const table: readonly [string | undefined, number | null][] = [
    [undefined, null],
    ['0', 0],
    ['2', 2000],
    ['Sun, 22 Nov 2026 08:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 07:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
  ]
  for (const [header, ms] of table) {
    it(`reads ${header ?? 'no header'} as ${ms}`, () => {
      assert.equal(retryAfterMs(header, now), ms)
    })
  }
})
