import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { formatTable } from '../../../../src/cli/output/format-table.ts'

describe('formatTable()', () => {
  it('shows components with the number of their tools', () => {
    const components = [
      { id: 'fetch', tools_count: 1 },
      { id: 'a-name-longer-than-the-column', tools_count: 12 },
    ]
    assert.equal(
      formatTable({ components, total: 2 }),
      [
        'ID                    | Tools Count',
        '----------------------|-------------',
        'fetch                 | 1',
        'a-name-longer-than-the-column | 12',
      ].join('\n'),
    )
  })

  it('shows tools with the first line of their description', () => {
    assert.equal(
      formatTable({ tools: [{ name: 'fetch', description: 'Fetches\u001B[2J\na page' }] }),
      [
        'Name                  | Description',
        '----------------------|-------------',
        'fetch                 | Fetches[2J',
      ].join('\n'),
    )
  })

  it('shows anything else by key, with a word in place of what is nested', () => {
    assert.equal(
      formatTable({ status: 'ok', list: [1], inner: {}, none: null }),
      [
        'Key                   | Value',
        '----------------------|-------------',
        'status                | ok',
        'list                  | [array]',
        'inner                 | [object]',
        'none                  | null',
      ].join('\n'),
    )
  })

  it('shows a plain value as it is', () => {
    assert.equal(formatTable(14), '14')
  })
})
