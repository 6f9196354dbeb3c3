import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { ResolvedNames } from '../../../../src/sandbox/egress/resolved-names.ts'

describe('ResolvedNames', () => {
  it('knows the names that led to an address, in whatever spelling it came', () => {
    const names = new ResolvedNames()
    names.remember('a.example', ['192.0.2.1', '::FFFF:192.0.2.2'])
    names.remember('b.example', ['192.0.2.1'])
    assert.deepEqual(names.of('192.0.2.1'), ['a.example', 'b.example'])
    assert.deepEqual(names.of('192.0.2.2'), ['a.example'])
    assert.deepEqual(names.of('192.0.2.3'), [])
  })
})
