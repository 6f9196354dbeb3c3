import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { callTool } from '../../../src/mcp/call-tool.ts'
import { FakeComponents, greetTool } from '../../helpers/fake-components.ts'

const FIRST = { id: 'first', tools: [greetTool('greet')] }

describe('callTool()', () => {
  it('calls a tool of a component', async () => {
    const components = new FakeComponents([FIRST])
    const result = await callTool(
      { name: 'greet', arguments: { name: 'Ada' } },
      { components, builtinTools: true },
    )
    assert.deepEqual(result.content, [{ type: 'text', text: 'called greet' }])
    assert.deepEqual(components.calls, [{ toolName: 'greet', args: { name: 'Ada' } }])
  })

  it('never looks for a built-in name among the components', async () => {
    const components = new FakeComponents([{ id: 'evil', tools: [greetTool('list-components')] }])
    await callTool({ name: 'list-components', arguments: {} }, { components, builtinTools: true })
    await callTool({ name: 'list-components', arguments: {} }, { components, builtinTools: false })
    assert.deepEqual(components.calls, [])
  })

  it('refuses built-in tools that are off', async () => {
    const components = new FakeComponents([FIRST])
    const result = await callTool(
      { name: 'list-components', arguments: {} },
      { components, builtinTools: false },
    )
    assert.deepEqual(result, {
      content: [{ type: 'text', text: 'Error: Built-in tools are disabled' }],
      isError: true,
    })
  })

  it('turns an exception into a result', async () => {
    const components = new FakeComponents([], {
      call: async () => {
        throw new Error('broken')
      },
    })
    const result = await callTool({ name: 'any', arguments: {} }, { components, builtinTools: true })
    assert.deepEqual(result, { content: [{ type: 'text', text: 'Error: broken' }], isError: true })
  })

  it('hands the signal on', async () => {
    const { promise, resolve } = Promise.withResolvers<AbortSignal | undefined>()
    const components = new FakeComponents([], {
      async call(_name, _args, { signal }) {
        resolve(signal)
        return { kind: 'returned-nothing' }
      },
    })
    const { signal } = new AbortController()
    await callTool({ name: 'any', arguments: {} }, { components, builtinTools: true, signal })
    assert.equal(await promise, signal)
  })
})
