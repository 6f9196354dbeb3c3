import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { formatBytes } from '../../../../src/cli/output/format-bytes.ts'

describe('formatBytes()', () => {
  it('takes the largest unit that leaves a whole', () => {
    const shown = [0, 1, 1023, 1024, 1536, 1024 ** 2, 5 * 1024 ** 3, 2 ** 60].map(formatBytes)
    assert.deepEqual(shown, [
      '0 B',
      '1 B',
      '1023 B',
      '1.0 KiB',
      '1.5 KiB',
      '1.0 MiB',
      '5.0 GiB',
      '1048576.0 TiB',
    ])
  })
})
