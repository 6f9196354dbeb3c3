import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { CallDenials } from '../../../src/sandbox/guest-process/call-denials.ts'
import {
  MAX_DENIALS,
  MAX_DENIED_KEY_CHARACTERS,
  parseFromComponentProcess,
  type ProcessAttempt,
} from '../../../src/sandbox/protocol/component-protocol.ts'

function attempt(path: string): ProcessAttempt {
  return { kind: 'storage', path, access: 'read' }
}

describe('CallDenials', () => {
  it('keeps what comes before the call is known, and tells each attempt once', () => {
    const denials = new CallDenials()
    denials.add(attempt('/a'))
    denials.add(attempt('/a'))
    const told: ProcessAttempt[] = []
    denials.attach((item) => told.push(item))
    denials.add(attempt('/a'))
    denials.add(attempt('/b'))
    assert.deepEqual(told, [attempt('/a'), attempt('/b')])
  })

  it('tells no more than a call may, in messages that the host takes', () => {
    const denials = new CallDenials()
    const told: ProcessAttempt[] = []
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

describe('CallDenials with variables', () => {
  it('tells each name once, and none that is too long: cut off it would be another', () => {
    const denials = new CallDenials()
    const told: ProcessAttempt[] = []
    denials.attach((item) => told.push(item))
    const longest = { kind: 'environment', key: 'K'.repeat(MAX_DENIED_KEY_CHARACTERS) } as const
    denials.add(longest)
    denials.add(longest)
    denials.add({ kind: 'environment', key: `${longest.key}K` })
    assert.deepEqual(told, [longest])
    const message = { kind: 'denied', id: 1, attempt: longest }
    assert.deepEqual(parseFromComponentProcess(message), message)
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
      { kind: 'environment' },
      { kind: 'environment', key: 1 },
      { kind: 'environment', key: 'K'.repeat(MAX_DENIED_KEY_CHARACTERS + 1) },
    ]) {
      assert.equal(parseFromComponentProcess({ kind: 'denied', id: 1, attempt: wrong }), null)
    }
    const long = { path: 'x'.repeat(10_000), access: 'read' }
    assert.equal(parseFromComponentProcess({ kind: 'denied', id: 1, attempt: long }), null)
  })
})
