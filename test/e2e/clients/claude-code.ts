import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expectOutput, runClient, type ClientCheck, type ClientUser } from './client-check.ts'
import { FakeModel } from './fake-model.ts'

/** Claude Code: says that it is connected, and calls the tool that a model on loopback asks for. */
export const claudeCode: ClientCheck = {
  name: 'Claude Code',
  program: 'claude',
  async run(user) {
    await runClient(['claude', 'mcp', 'add', 'wassette', '--', ...user.server], user)
    expectOutput(await runClient(['claude', 'mcp', 'list'], user), /wassette: .*✔ Connected/)
    await callTool(user)
  },
}

async function callTool(user: ClientUser): Promise<void> {
  const tool = 'mcp__wassette__count-characters'
  await using model = await FakeModel.start({ name: tool, input: { text: 'hello wasm mcp' } })
  const [command, ...args] = user.server
  const configFile = join(user.home, 'mcp.json')
  await writeFile(configFile, JSON.stringify({ mcpServers: { wassette: { command, args } } }))
  const flags = [
    '--mcp-config',
    configFile,
    '--strict-mcp-config',
    '--allowedTools',
    tool,
    '--output-format',
    'json',
  ]
  const output = await runClient(['claude', '-p', 'Count the characters', ...flags], {
    ...user,
    env: { ...user.env, ...offline(model) },
  })
  expectOutput(output, /The tool said: .*14/)
}

function offline(model: FakeModel): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: 'none',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    ENABLE_TOOL_SEARCH: 'false',
  }
}
