import type { Readable, Writable } from 'node:stream'

import { ProtocolErrorCode } from '@modelcontextprotocol/server'
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'

import { createMcpServer, type McpServerOptions } from '../create-mcp-server.ts'
import { limitLines, type OversizedLine } from './limit-lines.ts'
import { oversizedRequestId } from './oversized-request-id.ts'

/** Longest message, in bytes; the SDK's own bound. */
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024

/** Where the bytes come from and go to, and what ends the connection besides the end of input. */
export interface StdioConnectionOptions extends McpServerOptions {
  readonly input: Readable
  readonly output: Writable
  readonly signal: AbortSignal
}

/** Serves one client, of either protocol era, until it closes its end or `signal` fires. */
export async function serveStdioConnection(options: StdioConnectionOptions): Promise<void> {
  const lines = limitLines(MAX_MESSAGE_BYTES, (line) => void refuse(line))
  const transport = new ClosingTransport(lines, options.output, { maxBufferSize: 2 * MAX_MESSAGE_BYTES })
  const refuse = async (line: OversizedLine) => {
    options.logger.warn({}, 'Message over 10 MiB dropped')
    const id = oversizedRequestId(line)
    if (id !== null) await transport.send(tooLarge(id)).catch(() => {})
  }
  const connection = serveStdio(() => createMcpServer(options), {
    transport,
    onerror: (error) => options.logger.warn({ error: error.message }, 'MCP message not handled'),
  })
  const close = () => void connection.close()
  options.signal.addEventListener('abort', close, { once: true })
  if (options.signal.aborted) close()
  options.input.on('error', close).pipe(lines)
  await transport.closed
  options.signal.removeEventListener('abort', close)
  options.input.unpipe(lines).destroy()
}

function tooLarge(id: string | number) {
  const message = 'Message is larger than 10 MiB, send less in one call'
  return { jsonrpc: '2.0' as const, id, error: { code: ProtocolErrorCode.InvalidRequest, message } }
}

/** Says when the connection is over: end of input, a broken pipe, or a call of `close`. */
class ClosingTransport extends StdioServerTransport {
  readonly #closed = Promise.withResolvers<void>()

  get closed(): Promise<void> {
    return this.#closed.promise
  }

  override async close(): Promise<void> {
    await super.close()
    this.#closed.resolve()
  }
}
