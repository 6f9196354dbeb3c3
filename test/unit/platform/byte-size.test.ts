import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parseByteSize } from '#platform'

describe('parseByteSize()', () => {
  it('reads binary units', () => {
    const read = ['0', '17', '17B', '1.5 KiB', '500MiB', '5GiB', '2TiB'].map((text) =>
      parseByteSize(text, 'x'),
    )
    assert.deepEqual(read, [0, 17, 17, 1536, 500 * 1024 ** 2, 5 * 1024 ** 3, 2 * 1024 ** 4])
  })

  it('refuses anything else, and names the setting', () => {
    for (const text of ['', '-1', '5GB', '5gib', '5 5', '1e3', 'GiB', 'toString']) {
      assert.throws(() => parseByteSize(text, 'max'), { code: 'INVALID_SETTING', message: /^'max' is / })
    }
  })
})
