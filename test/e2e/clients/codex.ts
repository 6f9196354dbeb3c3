import { McpSession } from '../../helpers/mcp-session.ts'
import { expectOutput, runClient, type ClientCheck } from './client-check.ts'

/** Codex: its app server calls the tool without any model. */
export const codex: ClientCheck = {
  name: 'Codex',
  program: 'codex',
  async run(user) {
    await runClient(['codex', 'mcp', 'add', 'wassette', '--', ...user.server], user)
    // The app server speaks JSON-RPC a line, as MCP does.
    await using session = new McpSession(['codex', 'app-server'], { env: user.env, cwd: user.home })
    await session.request(1, 'initialize', { clientInfo: { name: 'wassette-test', version: '1' } })
    session.notify('initialized')
    const { result } = await session.request(2, 'thread/start', { cwd: user.home })
    const threadId = threadIdIn(result)
    const answer = await session.request(3, 'mcpServer/tool/call', {
      threadId,
      server: 'wassette',
      tool: 'count-characters',
      arguments: { text: 'hello wasm mcp' },
    })
    expectOutput(JSON.stringify(answer), /"text":"14"/)
  },
}

function threadIdIn(result: unknown): string {
  const thread = typeof result === 'object' && result !== null && 'thread' in result ? result.thread : null
  if (typeof thread === 'object' && thread !== null && 'id' in thread) return String(thread.id)
  throw new Error(`No thread in ${JSON.stringify(result)}`)
}
