import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { BUILTIN_TOOL_NAMES } from '../helpers/builtin-tool-names.ts'
import { connectClient, ERAS } from '../helpers/connect-client.ts'
import { FAKE_SERVER } from '../helpers/fake-server-command.ts'

for (const era of ERAS) {
  const connect = (...flags: readonly string[]) => connectClient([...FAKE_SERVER, 'run', ...flags], { era })

  describe(`a client of ${era}`, () => {
    it('is told who answers and how to use it', async () => {
      await using connection = await connect()
      const { client } = connection
      assert.equal(client.getNegotiatedProtocolVersion(), era)
      assert.equal(client.getServerVersion()?.name, 'wassette')
      assert.deepEqual(client.getServerCapabilities(), { tools: { listChanged: true } })
      assert.match(client.getInstructions() ?? '', /load-component/)
    })

    it('lists the tools and calls one', async () => {
      await using connection = await connect()
      const { tools } = await connection.client.listTools()
      assert.deepEqual(
        tools.map((tool) => tool.name),
        ['greet', 'wait', 'cancelled', ...BUILTIN_TOOL_NAMES],
      )
      const result = await connection.client.callTool({ name: 'greet', arguments: { name: 'Ada' } })
      assert.deepEqual(result.content, [{ type: 'text', text: 'called greet' }])
      assert.deepEqual(result.structuredContent, { result: 'called greet' })
    })

    it('hears of the new tools before the answer to a load', async () => {
      await using connection = await connect()
      const events: string[] = []
      const changed = connection.toolsChanged().then(() => events.push('changed'))
      const path = 'oci://registry/second:1'
      await connection.client.callTool({ name: 'load-component', arguments: { path } })
      events.push('answered')
      await changed
      assert.deepEqual(events, ['changed', 'answered'])
      const { tools } = await connection.client.listTools()
      assert.ok(tools.some((tool) => tool.name === 'added'))
    })

    it('stops a call that it cancels', async () => {
      await using connection = await connect()
      const { client } = connection
      const cancel = new AbortController()
      const call = client.callTool({ name: 'wait', arguments: {} }, { signal: cancel.signal })
      // Its answer says that the call before it has reached the server.
      await client.listTools()
      cancel.abort()
      await assert.rejects(call)
      const result = await client.callTool({ name: 'cancelled', arguments: {} })
      assert.deepEqual(result.structuredContent, { result: 'a call was cancelled' })
    })

    it('sees no built-in tool when they are off', async () => {
      await using connection = await connect('--disable-builtin-tools')
      const { tools } = await connection.client.listTools()
      assert.deepEqual(
        tools.map((tool) => tool.name),
        ['greet', 'wait', 'cancelled'],
      )
      const result = await connection.client.callTool({ name: 'list-components', arguments: {} })
      assert.deepEqual(result.content, [{ type: 'text', text: 'Error: Built-in tools are disabled' }])
      assert.equal(result.isError, true)
    })
  })
}
