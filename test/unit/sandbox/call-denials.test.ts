import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { CallDenials } from '../../../src/sandbox/guest-process/call-denials.ts'
import {
  MAX_DENIALS,
  parseFromComponentProcess,
  type StorageAttempt,
} from '../../../src/sandbox/protocol/component-protocol.ts'

function attempt(path: string): StorageAttempt {
  return { kind: 'storage', path, access: 'read' }
}

describe('CallDenials', () => {
  it('keeps what comes before the call is known, and tells each attempt once', () => {
    const denials = new CallDenials()
    denials.add(attempt('/a'))
    denials.add(attempt('/a'))
    const told: StorageAttempt[] = []
    denials.attach((item) => told.push(item))
    denials.add(attempt('/a'))
    denials.add(attempt('/b'))
    assert.deepEqual(told, [attempt('/a'), attempt('/b')])
  })

  it('tells no more than a call may, in messages that the host takes', () => {
    const denials = new CallDenials()
    const told: StorageAttempt[] = []
    denials.attach((item) => told.push(item))
    for (let index = 0; index < 1000; index++) denials.add(attempt(`/${index}${'x'.repeat(20_000)}`))
    assert.equal(told.length, MAX_DENIALS)
    for (const item of told) {
      assert.deepEqual(parseFromComponentProcess({ kind: 'denied', id: 1, attempt: item }), {
        kind: 'denied',
        id: 1,
        attempt: item,
      })
    }
  })
})

describe('parseFromComponentProcess()', () => {
  it('takes no denial that is none', () => {
    for (const wrong of [
      null,
      {},
      { path: '/a' },
      { path: 1, access: 'read' },
      { path: '/a', access: 'own' },
    ]) {
      assert.equal(parseFromComponentProcess({ kind: 'denied', id: 1, attempt: wrong }), null)
    }
    const long = { path: 'x'.repeat(10_000), access: 'read' }
    assert.equal(parseFromComponentProcess({ kind: 'denied', id: 1, attempt: long }), null)
  })
})
