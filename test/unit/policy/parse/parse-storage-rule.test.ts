import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parsePolicy } from '#policy'

const FILE = 'x.policy.yaml'

describe('parseStorageRule()', () => {
  it('reads what a path led to when it was granted', () => {
    const { permissions } = parsePolicy(withResolved('/private/'), { file: FILE })
    assert.equal(permissions.storage.allow?.[0]?.resolved, '/private')
    for (const wrong of ['private', "'/a/*'", "'/a/../b'", '[]', "''"]) {
      assert.throws(() => parsePolicy(withResolved(wrong), { file: FILE }), { code: 'POLICY_INVALID' }, wrong)
    }
    const denied = parsePolicy(withResolved('/private', 'deny'), { file: FILE })
    assert.equal(denied.permissions.storage.deny[0]?.resolved, null)
    assert.match(denied.warnings.join(), /'resolved'.*no effect/)
  })
})

function withResolved(resolved: string, effect = 'allow'): string {
  return `version: '1.0'\npermissions:\n  storage:\n    ${effect}:\n      - {uri: 'fs:///w/latest', access: [read], resolved: ${resolved}}\n`
}
