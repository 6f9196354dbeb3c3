import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { ReceiveCredit } from '../../../../src/sandbox/egress/receive-credit.ts'
import { FLOW_WINDOW_BYTES } from '../../../../src/sandbox/protocol/egress-protocol.ts'

describe('ReceiveCredit', () => {
  it('is used up and comes back', () => {
    const credit = new ReceiveCredit()
    assert.equal(credit.isLeft, true)
    credit.spend(FLOW_WINDOW_BYTES + 5)
    assert.equal(credit.isLeft, false)
    assert.equal(credit.restore(6), true)
    assert.equal(credit.isLeft, true)
  })

  it('comes back no further than it went', () => {
    const credit = new ReceiveCredit()
    credit.spend(10)
    assert.equal(credit.restore(10), true)
    assert.equal(credit.restore(1), false)
  })
})
