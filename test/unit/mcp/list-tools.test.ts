import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { listTools } from '../../../src/mcp/list-tools.ts'
import { BUILTIN_TOOL_NAMES } from '../../helpers/builtin-tool-names.ts'
import { FakeComponents, greetTool } from '../../helpers/fake-components.ts'

describe('listTools()', () => {
  it('lists the tools of the components, then those of the server', async () => {
    const components = new FakeComponents([
      { id: 'b', tools: [greetTool('second')] },
      { id: 'a', tools: [greetTool('first')] },
    ])
    const names = (await listTools(components, { builtinTools: true })).map((tool) => tool.name)
    assert.deepEqual(names, ['first', 'second', ...BUILTIN_TOOL_NAMES])
  })

  it('leaves the built-in tools out when they are off', async () => {
    const components = new FakeComponents([{ id: 'a', tools: [greetTool('first')] }])
    const names = (await listTools(components, { builtinTools: false })).map((tool) => tool.name)
    assert.deepEqual(names, ['first'])
  })

  it('shows nothing of a tool but what MCP knows', async () => {
    const components = new FakeComponents([{ id: 'a', tools: [greetTool('first')] }])
    const [tool] = await listTools(components, { builtinTools: false })
    assert.deepEqual(tool, greetTool('first'))
  })

  it('says of a tool that it only reads where the operator says so', async () => {
    const components = new FakeComponents([{ id: 'a', tools: [greetTool('first'), greetTool('second')] }])
    components.readOnly.add('second')
    const tools = await listTools(components, { builtinTools: false })
    assert.deepEqual(
      tools.map(({ annotations }) => annotations),
      [undefined, { readOnlyHint: true }],
    )
  })
})
