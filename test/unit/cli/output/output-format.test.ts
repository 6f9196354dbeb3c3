import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

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
})
