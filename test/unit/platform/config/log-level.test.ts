import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { logLevelOf } from '../../../../src/platform/config/log-level.ts'

describe('logLevelOf()', () => {
  it('takes WASSETTE_LOG before RUST_LOG', () => {
    assert.equal(logLevelOf({ WASSETTE_LOG: 'error', RUST_LOG: 'debug' }), 'error')
    assert.equal(logLevelOf({ RUST_LOG: 'debug' }), 'debug')
    assert.equal(logLevelOf({}), undefined)
  })

  it('reads the levels of Rust, and none from filters of modules', () => {
    assert.equal(logLevelOf({ RUST_LOG: 'cranelift=error,WARN' }), 'warn')
    assert.equal(logLevelOf({ RUST_LOG: 'trace' }), 'debug')
    assert.equal(logLevelOf({ RUST_LOG: 'off' }), 'silent')
    assert.equal(logLevelOf({ RUST_LOG: 'wassette=debug' }), undefined)
    assert.equal(logLevelOf({ RUST_LOG: 'constructor' }), undefined)
  })
})
