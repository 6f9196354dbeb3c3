import { McpSession, type Message } from '../../test/helpers/mcp-session.ts'
import type { Era, ServerCommand } from '../servers/connected-server.ts'

/** When a server has answered, in ms after its process was started. */
export interface Start {
  /** The first message: the handshake, or `server/discover`. */
  readonly ready: number
  /** `tools/list`. */
  readonly listed: number
}

const CLIENT = { name: 'wassette-bench', version: '1.0.0' }

/**
 * Starts a server and asks it for its tools, of which there must be at least `tools`.
 *
 * Speaks line by line, because the SDK's client compiles every schema, and that is not the server's time.
 */
export async function measureStart(
  { command, args, env }: ServerCommand,
  { era, tools }: { readonly era: Era; readonly tools: number },
): Promise<Start> {
  const startedAt = performance.now()
  await using session = new McpSession([command, ...args], { env: { ...env } })
  const params = era === '2025-11-25' ? {} : { _meta: modernEnvelope(era) }
  await (era === '2025-11-25' ? session.initialize(era) : session.request('first', 'server/discover', params))
  const ready = performance.now() - startedAt
  const answer = await session.request('list', 'tools/list', params)
  const listed = performance.now() - startedAt
  if (toolsOf(answer) < tools) throw new Error(`tools/list was answered with ${JSON.stringify(answer)}`)
  return { ready, listed }
}

function modernEnvelope(era: Era): object {
  return {
    'io.modelcontextprotocol/protocolVersion': era,
    'io.modelcontextprotocol/clientInfo': CLIENT,
    'io.modelcontextprotocol/clientCapabilities': {},
  }
}

function toolsOf({ result }: Message): number {
  if (typeof result !== 'object' || result === null || !('tools' in result)) return 0
  return Array.isArray(result.tools) ? result.tools.length : 0
}
