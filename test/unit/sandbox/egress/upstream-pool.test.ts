import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { DEFAULT_EGRESS } from '../../../../src/sandbox/egress/egress-settings.ts'
import { UpstreamPool } from '../../../../src/sandbox/egress/upstream-pool.ts'
import { createCertificates } from '../../../helpers/registry/certificates.ts'

describe('UpstreamPool', () => {
  it('reads the certificates of its settings once, and not for each connection', (t) => {
    const { authority } = createCertificates()
    const pool = new UpstreamPool({ ...DEFAULT_EGRESS, extraCertificates: authority.certificate })
    t.after(() => pool.close())
    const { trust } = pool
    assert.notEqual(trust, null)
    assert.equal(pool.trust, trust)
  })

  it('trusts whom Node trusts where the settings name nobody', (t) => {
    const pool = new UpstreamPool(DEFAULT_EGRESS)
    t.after(() => pool.close())
    assert.equal(pool.trust, null)
  })
})
