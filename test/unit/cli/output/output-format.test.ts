import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parse } from 'yaml'

import { formatOutput } from '../../../../src/cli/output/output-format.ts'

describe('formatOutput()', () => {
  it('indents JSON by two spaces', async () => {
    assert.equal(await formatOutput({ a: [1] }, 'json'), '{\n  "a": [\n    1\n  ]\n}')
  })

  it('writes YAML', async () => {
    assert.equal(await formatOutput({ a: [1], b: 'yes' }, 'yaml'), 'a:\n  - 1\nb: yes')
  })

  it('writes a table', async () => {
    assert.match(await formatOutput({ a: 1 }, 'table'), /^Key {19}\| Value\n/)
  })

  it('shows what would hide, or turn a line around, as an escape: the same data', async () => {
    const value = { id: 'a\u202Eb', 'key\u009B': ['one\n\u{E0041}', 'plain ほげ'] }
    for (const [format, read] of [
      ['json', JSON.parse],
      ['yaml', (text: string): unknown => parse(text)],
    ] as const) {
      const text = await formatOutput(value, format)
      assert.deepEqual(read(text), value)
      assert.doesNotMatch(text.replaceAll('\n', ''), /\p{C}/u)
      assert.match(text, /plain ほげ/)
    }
    assert.match(await formatOutput(value, 'table'), /^id +\| a\\u\{202e\}b$/m)
  })
})
