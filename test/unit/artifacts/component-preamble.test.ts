import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { assertComponentPreamble } from '../../../src/artifacts/component-preamble.ts'
import { COMPONENT_PREAMBLE, MODULE_PREAMBLE } from '../../helpers/registry/sample-bytes.ts'

describe('assertComponentPreamble()', () => {
  it('takes a component', () => {
    assertComponentPreamble(COMPONENT_PREAMBLE, 'a')
  })

  const refused: readonly [string, Uint8Array, RegExp][] = [
    [
      'a core module',
      MODULE_PREAMBLE,
      /this is a core module, not a component; make one with "wasm-tools component new/,
    ],
    ['nothing', Buffer.alloc(0), /it is empty/],
    ['half a preamble', COMPONENT_PREAMBLE.subarray(0, 6), /it starts with 0061736d/],
    ['a web page', Buffer.from('\n<!DOCTYPE html>'), /it is a web page/],
    ['a gzip archive', Buffer.from('1f8b080000000000', 'hex'), /it is an archive/],
    ['a zip archive', Buffer.from('PK\u0003\u0004aaaa'), /it is an archive/],
    ['text format', Buffer.from('(component)'), /it is WebAssembly text/],
    [
      'a program',
      Buffer.from('\u007fELF\u0002\u0001\u0001\u0000'),
      /it starts with 7f454c46 in place of 0061736d/,
    ],
    ['a layer to come', Buffer.from('0061736d0d000200', 'hex'), /unknown layer 2/],
  ]
  for (const [what, head, message] of refused) {
    it(`tells what ${what} is`, () => {
      assert.throws(() => assertComponentPreamble(head, 'a'), { code: 'NOT_A_COMPONENT', message })
    })
  }
})
