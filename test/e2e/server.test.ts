import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'

import { descendantsOf, gone } from '../helpers/child-processes.ts'
import { connectClient, ERAS } from '../helpers/connect-client.ts'
import { guestPath } from '../helpers/guest.ts'
import { McpSession } from '../helpers/mcp-session.ts'
import { runWassette, scratchUser, WASSETTE } from '../helpers/wassette.ts'

const COMMAND = [process.execPath, WASSETTE, 'serve', '--stdio'] as const
const referenceOf = async (guest: string) => pathToFileURL(await guestPath(guest)).href
const toolCall = (name: string, args: object) => ({ name, arguments: args })
const isListChanged = ({ method }: Readonly<Record<string, unknown>>) =>
  method === 'notifications/tools/list_changed'

for (const era of ERAS) {
  describe(`serve --stdio, to a client of ${era}`, () => {
    it('shows a component as tools once it is loaded, and calls them', async (t) => {
      const { env } = await scratchUser(t)
      await using connection = await connectClient(COMMAND, { era, env })
      const changed = connection.toolsChanged()
      const path = await referenceOf('charcount')
      const loaded = await connection.client.callTool({ name: 'load-component', arguments: { path } })
      assert.ok(!loaded.isError)
      await changed
      const { tools } = await connection.client.listTools()
      assert.equal(tools[0]?.name, 'count-characters')
      for (const [text, count] of [
        ['hello wasm mcp', 14],
        ['ほげ', 2],
      ] as const) {
        const result = await connection.client.callTool({ name: 'count-characters', arguments: { text } })
        assert.deepEqual(result.content, [{ type: 'text', text: String(count) }])
        assert.deepEqual(result.structuredContent, { result: count })
      }
    })
  })
}

describe('serve --stdio', () => {
  it('writes the change of the list before the answer to a load', async (t) => {
    const { env } = await scratchUser(t)
    await using session = new McpSession(COMMAND, { env })
    await session.initialize()
    await session.request(
      1,
      'tools/call',
      toolCall('load-component', { path: await referenceOf('charcount') }),
    )
    const changed = session.received.findIndex(isListChanged)
    assert.ok(changed > 0)
    assert.equal(session.received[changed + 1]?.['id'], 1)
  })

  it('lists what another process has loaded before, at once, and what it loads while serving', async (t) => {
    const user = await scratchUser(t)
    await runWassette(['component', 'load', await referenceOf('charcount')], user)
    await using session = new McpSession(COMMAND, user)
    await session.initialize()
    const first = await session.request(1, 'tools/list')
    assert.partialDeepStrictEqual(first, { result: { tools: [{ name: 'count-characters' }] } })
    await runWassette(['component', 'load', await referenceOf('stateful')], user)
    await session.waitFor(isListChanged)
    const { result } = await session.request(2, 'tools/call', toolCall('list-components', {}))
    assert.match(JSON.stringify(result), /stateful/)
  })

  it('goes on after a call that is cancelled', async (t) => {
    const { env } = await scratchUser(t)
    await using session = new McpSession(COMMAND, { env })
    await session.initialize()
    for (const guest of ['charcount', 'spins']) {
      await session.request(
        guest,
        'tools/call',
        toolCall('load-component', { path: await referenceOf(guest) }),
      )
    }
    session.write(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: toolCall('spin', {}) }),
    )
    await session.request(2, 'ping')
    session.notify('notifications/cancelled', { requestId: 1 })
    const answer = await session.request(3, 'tools/call', toolCall('count-characters', { text: 'abc' }))
    assert.partialDeepStrictEqual(answer, { result: { structuredContent: { result: 3 } } })
  })

  for (const end of ['end of input', 'SIGTERM', 'SIGINT'] as const) {
    it(`ends with code 0 and leaves no process behind, on ${end}, while a call runs`, async (t) => {
      const { env } = await scratchUser(t)
      await using session = new McpSession(COMMAND, { env })
      await session.initialize()
      await session.request(1, 'tools/call', toolCall('load-component', { path: await referenceOf('spins') }))
      // Its answer says that the process of the component is there.
      await session.request(4, 'tools/call', toolCall('pass', {}))
      session.write(
        JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: toolCall('spin', {}) }),
      )
      await session.request(3, 'ping')
      const children = await descendantsOf(session.pid ?? 0)
      assert.ok(children.length > 0 || process.platform !== 'linux')
      assert.ok(session.received.every(({ id }) => id !== 2))
      const ended = await (end === 'end of input' ? session.endInput() : session.kill(end))
      assert.deepEqual(ended, { exitCode: 0, signal: null })
      for (const child of children) await gone(child)
    })
  }
})
