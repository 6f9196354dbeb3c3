import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { decideState, resolveState } from '#policy'

import { granting, policyWith } from '../../../helpers/policies.ts'

const state = (quota: string): object => ({ state: { quota } })

describe('decideState()', () => {
  it('denies without a grant, and names the grant that would help', () => {
    assert.deepEqual(decideState(granting({})), {
      kind: 'denied',
      reason: 'No rule allows state',
      rule: null,
      grant: { kind: 'state', quota: '10Mi' },
    })
  })

  it('allows what was granted', () => {
    assert.equal(decideState(granting(state('1Ki'))).kind, 'allowed')
  })

  it('denies what the author does not ask for, which no grant helps', () => {
    const decision = decideState(granting(state('1Ki'), { requested: policyWith({}) }))
    assert.deepEqual([decision.kind, 'grant' in decision && decision.grant], ['denied', null])
  })
})

describe('resolveState()', () => {
  it('is the least that anybody says', () => {
    const [requested, ceiling] = [policyWith(state('3Ki')), policyWith(state('2Ki'))]
    assert.equal(resolveState(granting(state('4Ki'))), 4096)
    assert.equal(resolveState(granting(state('4Ki'), { requested })), 3072)
    assert.equal(resolveState(granting(state('4Ki'), { requested, ceiling })), 2048)
    assert.equal(resolveState(granting(state('1Ki'), { requested, ceiling })), 1024)
  })

  it('is nothing where nothing was granted, whatever others would allow', () => {
    assert.equal(resolveState(granting({}, { ceiling: policyWith(state('1Gi')) })), null)
  })
})
