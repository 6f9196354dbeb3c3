import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { parseReference, printLiteral } from '../../../src/secrets/secret-reference.ts'

describe('parseReference()', () => {
  it('knows variables, files and keychain items', () => {
    assert.deepEqual(parseReference('env:API_KEY'), { kind: 'env', name: 'API_KEY' })
    assert.deepEqual(parseReference('file:/run/key'), { kind: 'file', path: '/run/key' })
    assert.deepEqual(parseReference('file:///run/key'), { kind: 'file', path: '/run/key' })
    assert.deepEqual(parseReference('keychain:mail/me@here'), {
      kind: 'keychain',
      service: 'mail',
      account: 'me@here',
    })
  })

  it('takes everything else for the value', () => {
    for (const value of ['', 'abc', 'env:', 'env:A B', 'file:relative', 'keychain:x', 'https://x/y']) {
      assert.deepEqual(parseReference(value), { kind: 'literal', value })
    }
  })
})

describe('printLiteral()', () => {
  it('writes every value so that it is read as itself', () => {
    const value = fc.oneof(
      fc.string(),
      fc.stringMatching(/^(?:literal:|env:|file:\/|keychain:a\/){1,3}[A-Za-z]*$/),
    )
    fc.assert(
      fc.property(value, (text) => {
        assert.deepEqual(parseReference(printLiteral(text)), { kind: 'literal', value: text })
      }),
    )
  })
})
