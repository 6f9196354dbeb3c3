import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { secretFileName } from '../../../src/secrets/secret-file-name.ts'

describe('secretFileName()', () => {
  it("is Wassette's for the ids that artifacts get", () => {
    assert.equal(secretFileName('fetch-rs'), 'fetch-rs.yaml')
    assert.equal(secretFileName('microsoft_time-server-js'), 'microsoft_time-server-js.yaml')
  })

  it('gives ids that Wassette would mix up files of their own', () => {
    const ids = ['a_b', 'a__b', '_a_b', 'a/b', 'a b', '../a_b', '', '_', 'unnamed', `${'x'.repeat(128)}y`]
    assert.equal(new Set(ids.map(secretFileName)).size, ids.length)
  })

  it('names one file in the folder, whatever the id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        assert.match(secretFileName(id), /^[A-Za-z0-9._-]+(?:~[0-9a-f]{16})?\.yaml$/)
      }),
    )
  })

  it('is never the same for two ids', () => {
    const id = fc.stringMatching(/^[ab_~./]{0,6}$/)
    fc.assert(
      fc.property(id, id, (one, other) => {
        assert.equal(secretFileName(one) === secretFileName(other), one === other)
      }),
    )
  })
})
