import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { callTool } from '#mcp'

import { FakeComponents } from '../../../helpers/fake-components.ts'

const TIME = { name: 'Time Server', description: 'The time', uri: 'oci://ghcr.io/user/time:1' }

describe('search-components', () => {
  it('answers as Wassette does', async () => {
    const asked: string[] = []
    const components = new FakeComponents([], {
      search: (query) => {
        asked.push(query)
        return [TIME]
      },
    })
    const expected = { status: 'Component list found', components: [TIME] }
    for (const args of [{ query: 'time' }, {}, { query: 5 }]) {
      const { content } = await callTool(
        { name: 'search-components', arguments: args },
        { components, builtinTools: true },
      )
      assert.deepEqual(content, [{ type: 'text', text: JSON.stringify(expected) }])
    }
    assert.deepEqual(asked, ['time', '', ''])
  })
})
