import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { parseToolArguments } from '../../../src/cli/parse-tool-arguments.ts'

describe('parseToolArguments()', () => {
  it('reads every JSON object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const json = JSON.stringify(value)
        assert.deepEqual(parseToolArguments(json), JSON.parse(json))
      }),
    )
  })

  it('refuses anything else', () => {
    for (const json of ['', '{', '[]', 'null', '1', '"text"']) {
      assert.throws(() => parseToolArguments(json), { code: 'INVALID_ARGUMENTS' })
    }
  })
})
