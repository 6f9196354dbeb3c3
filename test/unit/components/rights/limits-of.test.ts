import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { DEFAULT_LIMITS } from '#sandbox'

import { limitsOf } from '../../../../src/components/rights/limits-of.ts'
import { granting, policyWith } from '../../../helpers/policies.ts'

function cpu(share: string): object {
  return { resources: { limits: { cpu: share } } }
}

function shareOf(...[granted, others]: Parameters<typeof granting>): number {
  return limitsOf(granting(granted, others), DEFAULT_LIMITS).processorShare
}

describe('limitsOf()', () => {
  it('leaves the processor open where nobody speaks of it', () => {
    assert.equal(shareOf({}), Number.POSITIVE_INFINITY)
  })

  it('gives the share of the operator, and no more than the author asks for and the ceiling allows', () => {
    assert.equal(shareOf(cpu('500m')), 0.5)
    assert.equal(shareOf(cpu('500m'), { requested: policyWith(cpu('250m')) }), 0.25)
    assert.equal(shareOf(cpu('2'), { ceiling: policyWith(cpu('100m')) }), 0.1)
    assert.equal(shareOf({}, { ceiling: policyWith(cpu('100m')) }), 0.1)
  })
})
