import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { effectivePolicy, decideNetwork, networkAttemptOf, parsePolicy } from '#policy'

import { unitePolicies } from '../../../src/policy/unite-policies.ts'

const policy = (permissions: object) =>
  parsePolicy(JSON.stringify({ version: '1.0', permissions }), { file: 'policy.yaml' })
const hosts = (allow: readonly string[], deny: readonly string[] = []) => ({
  network: { allow: allow.map((host) => ({ host })), deny: deny.map((host) => ({ host })) },
})

describe('unitePolicies()', () => {
  it('allows what either allows and denies what either denies', () => {
    const united = unitePolicies(policy(hosts(['a.com', 'b.com'])), policy(hosts(['c.com'], ['b.com'])))
    const effective = effectivePolicy({ granted: united, requested: null, ceiling: null })
    const isAllowed = (host: string): boolean =>
      decideNetwork(effective, networkAttemptOf(`https://${host}/`)).kind === 'allowed'
    assert.deepEqual(['a.com', 'b.com', 'c.com', 'd.com'].map(isAllowed), [true, false, true, false])
  })

  it('takes the lower of two limits', () => {
    const limits = (memory: string) => policy({ resources: { limits: { memory } } })
    for (const [one, other] of [
      ['64Mi', '1Gi'],
      ['1Gi', '64Mi'],
    ] as const) {
      const { limits: united } = unitePolicies(limits(one), limits(other)).permissions
      assert.equal(united.memoryBytes, 64 * 2 ** 20)
    }
    assert.equal(unitePolicies(policy({}), limits('64Mi')).permissions.limits.memoryBytes, 64 * 2 ** 20)
  })

  it('says nothing where neither does', () => {
    const { storage, stateBytes } = unitePolicies(policy({}), policy({})).permissions
    assert.deepEqual([storage.allow, stateBytes], [null, null])
  })
})
