import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { sandboxMemoryBytes } from '../../../../src/sandbox/process/sandbox-memory.ts'

describe('sandboxMemoryBytes()', () => {
  it('is three quarters of the container', () => {
    assert.equal(sandboxMemoryBytes(2_000, 8_000), 1_500)
  })

  it('is three quarters of the machine where no container has a limit, or one that no machine has', () => {
    assert.equal(sandboxMemoryBytes(0, 8_000), 6_000)
    assert.equal(sandboxMemoryBytes(2 ** 64, 8_000), 6_000)
  })
})
