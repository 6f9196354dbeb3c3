import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { cacheSettings } from '../../../../src/platform/config/cache-settings.ts'

describe('cacheSettings()', () => {
  it('takes the variable over the file over five gibibytes', () => {
    const cache = { max_size: '1GiB' }
    assert.deepEqual(cacheSettings({}, {}), { maxBytes: 5 * 1024 ** 3 })
    assert.deepEqual(cacheSettings({}, { cache }), { maxBytes: 1024 ** 3 })
    assert.deepEqual(cacheSettings({ WASSETTE_CACHE_MAX_SIZE: '1MiB' }, { cache }), { maxBytes: 1024 ** 2 })
    assert.deepEqual(cacheSettings({ WASSETTE_CACHE_MAX_SIZE: 'off' }, { cache }), { maxBytes: null })
  })

  it('refuses what is no size', () => {
    assert.throws(() => cacheSettings({ WASSETTE_CACHE_MAX_SIZE: 'much' }, {}), { code: 'INVALID_SETTING' })
  })
})
