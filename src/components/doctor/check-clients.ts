import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type Check, ok, warning } from './check.ts'

/** A settings file is small; what is larger is something else. */
const MAX_BYTES = 16 * 1024 * 1024

interface Client {
  readonly name: string
  /** Where its settings lie, below the home folder. */
  readonly files: readonly string[]
  /** How it is told of a server. */
  readonly next: string
}

const JSON_ENTRY = 'add {"mcpServers": {"wassette": {"command": "wassette", "args": ["run"]}}}'

const CLIENTS: readonly Client[] = [
  { name: 'Claude Code', files: ['.claude.json'], next: 'run: claude mcp add wassette -- wassette run' },
  {
    name: 'Claude Desktop',
    files: [
      '.config/Claude/claude_desktop_config.json',
      'Library/Application Support/Claude/claude_desktop_config.json',
      'AppData/Roaming/Claude/claude_desktop_config.json',
    ],
    next: JSON_ENTRY,
  },
  { name: 'Codex', files: ['.codex/config.toml'], next: 'run: codex mcp add wassette -- wassette run' },
  { name: 'Cursor', files: ['.cursor/mcp.json'], next: JSON_ENTRY },
  {
    name: 'Gemini CLI',
    files: ['.gemini/settings.json'],
    next: 'run: gemini mcp add wassette wassette run',
  },
  {
    name: 'VS Code',
    files: [
      '.config/Code/User/mcp.json',
      'Library/Application Support/Code/User/mcp.json',
      'AppData/Roaming/Code/User/mcp.json',
    ],
    next: 'run: code --add-mcp \'{"name":"wassette","command":"wassette","args":["run"]}\'',
  },
  { name: 'Windsurf', files: ['.codeium/windsurf/mcp_config.json'], next: JSON_ENTRY },
]

/** Looks for MCP clients of the user and whether they know this server. */
export async function checkClients(home: string): Promise<readonly Check[]> {
  const found = await Promise.all(CLIENTS.map((client) => checkClient(client, home)))
  const checks = found.filter((check) => check !== null)
  if (checks.length > 0) return checks
  return [
    warning(
      'Clients',
      'no settings of an MCP client were found',
      "give your client the command 'wassette run'",
    ),
  ]
}

async function checkClient({ name, files, next }: Client, home: string): Promise<Check | null> {
  for (const file of files) {
    const path = join(home, ...file.split('/'))
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null || text.length > MAX_BYTES) continue
    return text.includes('wassette')
      ? ok(name, `knows it, by ${path}`)
      : warning(name, `does not know it, by ${path}`, next)
  }
  return null
}
