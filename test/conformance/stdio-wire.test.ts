import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FAKE_SERVER } from '../helpers/fake-server-command.ts'
import { McpSession } from '../helpers/mcp-session.ts'

const open = (...flags: readonly string[]) => new McpSession([...FAKE_SERVER, 'run', ...flags])

const progress = (step: number) => ({
  jsonrpc: '2.0',
  method: 'notifications/progress',
  params: { progressToken: 'token', message: `step ${step}`, progress: step, total: 2 },
})
const MODERN = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
}
const LISTEN = { _meta: MODERN, notifications: { toolsListChanged: true } }
const MEBIBYTE = 1024 * 1024

describe('run', () => {
  it('shakes hands in the revision that the client asks for', async () => {
    await using session = open()
    const { result } = await session.initialize('2024-11-05')
    assert.partialDeepStrictEqual(result, {
      protocolVersion: '2024-11-05',
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: 'wassette' },
    })
  })

  it('writes progress, the change of the list and then the answer', async () => {
    await using session = open()
    await session.initialize()
    const before = session.received.length
    await session.request(1, 'tools/call', {
      name: 'load-component',
      arguments: { path: 'oci://registry/second:1' },
      _meta: { progressToken: 'token' },
    })
    assert.deepEqual(session.received.slice(before), [
      progress(0),
      progress(1),
      progress(2),
      { jsonrpc: '2.0', method: 'notifications/tools/list_changed' },
      {
        jsonrpc: '2.0',
        id: 1,
        result: {
          content: [
            {
              type: 'text',
              text: '{"status":"component loaded successfully","id":"second","tools":["added"]}',
            },
          ],
        },
      },
    ])
  })

  it('writes no progress that nobody asked for', async () => {
    await using session = open()
    await session.initialize()
    await session.request(1, 'tools/call', {
      name: 'load-component',
      arguments: { path: 'oci://registry/x:1' },
    })
    assert.ok(session.received.every((message) => message['method'] !== 'notifications/progress'))
  })

  it('answers the lists that it does not advertise', async () => {
    await using session = open()
    await session.initialize()
    assert.deepEqual((await session.request(1, 'prompts/list'))['result'], { prompts: [] })
    assert.deepEqual((await session.request(2, 'resources/list'))['result'], { resources: [] })
    const templates = await session.request(3, 'resources/templates/list')
    assert.deepEqual(templates['result'], { resourceTemplates: [] })
  })

  it('tells the modern client that lists may not be kept', async () => {
    await using session = open()
    for (const method of [
      'server/discover',
      'tools/list',
      'prompts/list',
      'resources/list',
      'resources/templates/list',
    ]) {
      const { result } = await session.request(method, method, { _meta: MODERN })
      assert.partialDeepStrictEqual(result, { ttlMs: 0, cacheScope: 'private' })
    }
  })

  it('writes the same to a modern client that listens', async () => {
    await using session = open()
    session.write(
      JSON.stringify({ jsonrpc: '2.0', id: 'sub', method: 'subscriptions/listen', params: LISTEN }),
    )
    await session.waitFor(({ method }) => method === 'notifications/subscriptions/acknowledged')
    const before = session.received.length
    const call = { name: 'load-component', arguments: { path: 'oci://registry/second:1' } }
    await session.request(1, 'tools/call', { ...call, _meta: { ...MODERN, progressToken: 'token' } })
    const wire = session.received.slice(before).map(({ method, id }) => method ?? id)
    const progress = 'notifications/progress'
    assert.deepEqual(wire, [progress, progress, progress, 'notifications/tools/list_changed', 1])
  })

  it('goes on after lines that are no messages', async () => {
    await using session = open()
    await session.initialize()
    for (const line of ['', 'garbage', '[]', '{"jsonrpc":"2.0"}', '{"id":', '\0\uFFFD']) session.write(line)
    const { result } = await session.request(1, 'ping')
    assert.deepEqual(result, {})
  })

  it('answers requests of the wrong shape with an error', async () => {
    await using session = open()
    await session.initialize()
    const unknown = await session.request(1, 'no/such/method')
    assert.partialDeepStrictEqual(unknown, { error: { code: -32601 } })
    const noName = await session.request(2, 'tools/call', { arguments: {} })
    assert.ok(noName['error'])
    const noObject = await session.request(3, 'tools/call', { name: 'greet', arguments: 'text' })
    assert.ok(noObject['error'])
    assert.deepEqual((await session.request(4, 'ping'))['result'], {})
  })

  it('refuses a message of 100 MB and goes on', async () => {
    await using session = open()
    await session.initialize()
    const args = { name: 'x'.repeat(100 * MEBIBYTE) }
    const refused = await session.request(1, 'tools/call', { name: 'greet', arguments: args })
    assert.partialDeepStrictEqual(refused, { error: { code: -32600 } })
    const answer = await session.request(2, 'tools/call', {
      name: 'greet',
      arguments: { name: 'x'.repeat(9 * MEBIBYTE) },
    })
    assert.partialDeepStrictEqual(answer, { result: { structuredContent: { result: 'called greet' } } })
  })

  it('takes lone surrogates and NUL in strings', async () => {
    await using session = open()
    await session.initialize()
    session.write(
      String.raw`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"load-component","arguments":{"path":"\ud800\u0000"}}}`,
    )
    const { result } = await session.waitFor((message) => message['id'] === 1)
    assert.partialDeepStrictEqual(result, { isError: true })
    assert.match(JSON.stringify(result), /Failed to load component: \\\\u\{d800\}\\\\u\{0\}/)
  })

  it('ends with code 0 at the end of input, also while a call runs', async () => {
    const session = open()
    await session.initialize()
    session.write('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait","arguments":{}}}')
    await session.request(2, 'ping')
    assert.deepEqual(await session.endInput(), { exitCode: 0, signal: null })
  })

  it('ends with code 0 when it is asked to by a signal', async () => {
    const session = open()
    await session.initialize()
    assert.deepEqual(await session.kill('SIGTERM'), { exitCode: 0, signal: null })
  })
})
