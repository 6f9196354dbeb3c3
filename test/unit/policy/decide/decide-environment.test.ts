import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { decideEnvironment } from '#policy'

import { granting, policyWith } from '../../../helpers/policies.ts'

const KEYS = { environment: { allow: [{ key: 'API_KEY' }] } }

describe('decideEnvironment()', () => {
  it('denies every variable under an empty policy and says which rule would allow it', () => {
    assert.deepEqual(decideEnvironment(granting({}), 'PATH'), {
      kind: 'denied',
      reason: "No rule allows the variable 'PATH'",
      rule: null,
      grant: { kind: 'environment', key: 'PATH' },
    })
  })

  it('allows a key that is listed, by its exact name', () => {
    assert.deepEqual(decideEnvironment(granting(KEYS), 'API_KEY'), {
      kind: 'allowed',
      rule: 'granted environment.allow: API_KEY',
    })
    assert.equal(decideEnvironment(granting(KEYS), 'api_key').kind, 'denied')
  })

  it('lets a deny of the ceiling win', () => {
    const ceiling = policyWith({ environment: { deny: [{ key: 'API_KEY' }] } })
    assert.deepEqual(decideEnvironment(granting(KEYS, { ceiling }), 'API_KEY'), {
      kind: 'denied',
      reason: "A rule denies the variable 'API_KEY'",
      rule: 'ceiling environment.deny: API_KEY',
      grant: null,
    })
  })
})
