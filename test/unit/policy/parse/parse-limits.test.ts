import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parsePolicy } from '#policy'

describe('parseLimits()', () => {
  it('reads older keys of Wassette: percent of a processor, and MB', () => {
    const text = 'version: "1.0"\npermissions: { resources: { cpu: 50.0, memory: 128, io: 100 } }'
    const { permissions, warnings } = parsePolicy(text, { file: 'policy.yaml' })
    assert.deepEqual([permissions.limits.cpu, permissions.limits.memoryBytes], [0.5, 128 * 1024 ** 2])
    assert.deepEqual(warnings, ["'io' on line 2 has no effect"])
  })
})
