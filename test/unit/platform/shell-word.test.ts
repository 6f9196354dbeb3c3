import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'

import { shellWord } from '#platform'

describe('shellWord()', () => {
  for (const [text, word] of [
    ['fs:///a/b', 'fs:///a/b'],
    ['it is', "'it is'"],
    ["it's", String.raw`'it'\''s'`],
    ['a\nb', String.raw`$'a\012b'`],
    ["\u202Ea'\\1", String.raw`$'\342\200\256a\'\\1'`],
  ] as const) {
    it(`writes ${JSON.stringify(text)} as ${word}`, () => assert.equal(shellWord(text), word))

    it(`is ${JSON.stringify(text)} to a shell again`, () => {
      assert.equal(execFileSync('bash', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' }), text)
    })
  }
})
