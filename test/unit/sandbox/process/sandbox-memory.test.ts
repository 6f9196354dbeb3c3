import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { sandboxMemory } from '../../../../src/sandbox/process/sandbox-memory.ts'

const NOTHING_SET = { container: 0, machine: 8_000, group: null, setting: null }
const GROUP = { value: 1_000, path: '/sys/fs/cgroup/a.slice/memory.max' }

describe('sandboxMemory()', () => {
  it('is three quarters of the container', () => {
    const memory = sandboxMemory({ ...NOTHING_SET, container: 2_000 })
    assert.deepEqual(memory, { bytes: 1_500, source: 'three quarters of the container' })
  })

  it('is three quarters of the machine where no container has a limit, or one that no machine has', () => {
    for (const container of [0, 2 ** 64]) {
      const memory = sandboxMemory({ ...NOTHING_SET, container })
      assert.deepEqual(memory, { bytes: 6_000, source: 'three quarters of the machine' })
    }
  })

  it('is three quarters of a control group that has less', () => {
    const memory = sandboxMemory({ ...NOTHING_SET, container: 2_000, group: GROUP })
    assert.deepEqual(memory, { bytes: 750, source: `three quarters of ${GROUP.path}` })
    assert.equal(sandboxMemory({ ...NOTHING_SET, container: 800, group: GROUP }).bytes, 600)
  })

  it('is what the operator says, but no more than there is', () => {
    const memory = sandboxMemory({ ...NOTHING_SET, group: GROUP, setting: 900 })
    assert.deepEqual(memory, { bytes: 900, source: 'max_sandbox_memory' })
    const more = sandboxMemory({ ...NOTHING_SET, group: GROUP, setting: 1_001 })
    assert.deepEqual(more, { bytes: 1_000, source: `all of ${GROUP.path}: max_sandbox_memory is more` })
  })
})
