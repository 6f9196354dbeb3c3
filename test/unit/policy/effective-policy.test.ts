import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { decideEnvironment, resolveLimits, type LimitValues } from '#policy'

import { granting, policyWith } from '../../helpers/policies.ts'

const NOON = Date.parse('2026-06-01T12:00:00Z')

const DEFAULTS: LimitValues = {
  memoryBytes: 512 * 1024 ** 2,
  cpu: 1,
  cpuTimeMs: Number.POSITIVE_INFINITY,
  timeoutMs: 60_000,
  concurrency: 16,
  outputBytes: 1000,
  logBytes: 1000,
  instances: 10,
  table: 1000,
}

describe('effectivePolicy()', () => {
  it('lets a rule end when it expires', () => {
    const permissions = { environment: { allow: [{ key: 'A', expires: '2026-06-01T12:00:00Z' }] } }
    const kindAt = (now?: number) => decideEnvironment(granting(permissions, { now }), 'A').kind
    assert.equal(kindAt(NOON - 1), 'allowed')
    assert.equal(kindAt(NOON), 'denied')
    assert.equal(kindAt(), 'denied')
  })

  it('lets a rule end when it is used up', () => {
    const kinds = [1, 0].map(
      (uses) => decideEnvironment(granting({ environment: { allow: [{ key: 'A', uses }] } }), 'A').kind,
    )
    assert.deepEqual(kinds, ['allowed', 'denied'])
  })

  it('takes an author who asks for nothing at their word', () => {
    const granted = { environment: { allow: [{ key: 'A' }] } }
    assert.equal(decideEnvironment(granting(granted, { requested: policyWith({}) }), 'A').kind, 'denied')
    assert.equal(decideEnvironment(granting(granted, { requested: null }), 'A').kind, 'allowed')
  })
})

describe('resolveLimits()', () => {
  it('takes the default where nobody says anything', () => {
    assert.deepEqual(resolveLimits(granting({}), DEFAULTS), DEFAULTS)
  })

  it("takes the operator's, more or less than the default", () => {
    const limits = resolveLimits(granting({ resources: { limits: { memory: '1Gi', timeout: 5 } } }), DEFAULTS)
    assert.deepEqual(limits, { ...DEFAULTS, memoryBytes: 1024 ** 3, timeoutMs: 5000 })
  })

  it('lets the author narrow and never widen', () => {
    const requested = policyWith({ resources: { limits: { memory: '1Gi', timeout: '5s' } } })
    assert.deepEqual(resolveLimits(granting({}, { requested }), DEFAULTS), { ...DEFAULTS, timeoutMs: 5000 })
  })

  it('stays under the ceiling', () => {
    const ceiling = policyWith({ resources: { limits: { memory: '256Mi', concurrency: 4 } } })
    const policy = granting({ resources: { limits: { memory: '1Gi' } } }, { ceiling })
    assert.deepEqual(resolveLimits(policy, DEFAULTS), {
      ...DEFAULTS,
      memoryBytes: 256 * 1024 ** 2,
      concurrency: 4,
    })
  })
})
