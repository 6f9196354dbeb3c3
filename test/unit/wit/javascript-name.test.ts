import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { toJavaScriptName } from '../../../src/wit/javascript-name.ts'

describe('toJavaScriptName()', () => {
  it('makes the names that jco makes', () => {
    const names = ['a', 'get-current-time', 'HTTP-error', 'list-HTTP', 'x2y-3z', 'HTTP2']
    assert.deepEqual(names.map(toJavaScriptName), [
      'a',
      'getCurrentTime',
      'httpError',
      'listHttp',
      'x2y3z',
      'http2',
    ])
  })
})
