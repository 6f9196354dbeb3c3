import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { SharedRoom } from '#platform'

describe('SharedRoom', () => {
  it('gives what is left, and takes nothing where that is too little', () => {
    const shared = new SharedRoom(10)
    const [one, other] = [shared.open(), shared.open()]
    assert.equal(one.take(6), true)
    assert.equal(other.take(5), false)
    assert.equal(other.take(4), true)
    assert.equal(shared.bytesLeft, 0)
  })

  it('gets back what one has taken, once', () => {
    const shared = new SharedRoom(10)
    const [one, other] = [shared.open(), shared.open()]
    one.take(3)
    one.take(3)
    other.take(2)
    one.giveBack()
    one.giveBack()
    assert.equal(shared.bytesLeft, 8)
  })
})
