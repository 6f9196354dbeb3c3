import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { plainLine, plainText } from '../../../../src/cli/output/plain-text.ts'

describe('plainText()', () => {
  it('takes what would redraw a terminal or hide in it, and keeps lines', () => {
    assert.equal(plainText('a\u001b[31m\u202eb\r\u0007\n\tc'), 'a[31mb\n\tc')
  })
})

describe('plainLine()', () => {
  it('makes one line', () => {
    assert.equal(plainLine('a\n  b\tc'), 'a b c')
  })
})
