import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parsePolicy, type Policy } from '#policy'

import { decideReadOnly } from '../../../../src/policy/decide/decide-read-only.ts'
import { policyWith } from '../../../helpers/policies.ts'

function saying(isReadOnly: boolean): Policy {
  return policyWith({}, { fetch: { 'read-only': isReadOnly } })
}

const SILENT = policyWith({})

describe('decideReadOnly()', () => {
  it('takes the word of the operator', () => {
    const sources = { granted: saying(true), requested: null, ceiling: null }
    assert.deepEqual([...decideReadOnly(sources)], ['fetch'])
    assert.deepEqual([...decideReadOnly({ ...sources, requested: saying(true), ceiling: SILENT })], ['fetch'])
  })

  it('does not take the word of the author, nor of a ceiling', () => {
    const sources = { granted: SILENT, requested: saying(true), ceiling: saying(true) }
    assert.deepEqual([...decideReadOnly(sources)], [])
  })

  it('believes whoever says that a tool writes', () => {
    for (const [granted, requested, ceiling] of [
      [saying(false), saying(true), null],
      [saying(true), saying(false), null],
      [saying(true), null, saying(false)],
    ] as const) {
      assert.deepEqual([...decideReadOnly({ granted, requested, ceiling })], [])
    }
  })
})

describe("'read-only' in a policy", () => {
  it('alone gives a tool no rules of its own', () => {
    const { tools, readOnly, warnings } = saying(true)
    assert.deepEqual([...tools.keys()], [])
    assert.deepEqual([...readOnly], [['fetch', true]])
    assert.deepEqual(warnings, [])
  })

  it('stands beside rules', () => {
    const { tools, readOnly } = policyWith({}, { fetch: { 'read-only': true, network: { allow: [] } } })
    assert.deepEqual([...tools.keys()], ['fetch'])
    assert.deepEqual([...readOnly], [['fetch', true]])
  })

  it('is true or false', () => {
    const text = 'version: "1.0"\npermissions: {}\ntools:\n  fetch:\n    read-only: yes please\n'
    assert.throws(() => parsePolicy(text, { file: 'a.policy.yaml' }), {
      code: 'POLICY_INVALID',
      message: /line 5 /,
    })
  })

  it('speaks of single tools alone', () => {
    assert.match(policyWith({ 'read-only': true }).warnings.join(), /'read-only'/)
  })
})
