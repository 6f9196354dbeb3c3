import type { Readable, Writable } from 'node:stream'

import { type JSONRPCMessage, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'

import { SharedRoom } from '#platform'

import { createMcpServer, type McpServerOptions } from '../create-mcp-server.ts'
import { HeldInput } from './held-input.ts'
import { limitLines, type OversizedLine } from './limit-lines.ts'
import { OutgoingMessages } from './outgoing-messages.ts'
import { oversizedRequestId } from './oversized-request-id.ts'

/** Longest message, in bytes; the SDK's own bound. */
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024

/** What large results take together, from their first byte until they are sent, in bytes of JSON. */
const LARGE_RESULTS_BYTES = 64 * 1024 * 1024

/** Other messages that a client may leave unread before it is not listened to, in characters. */
const MAX_UNREAD_CHARACTERS = 32 * 1024 * 1024

/** Where the bytes come from and go to, and what ends the connection besides the end of input. */
export interface StdioConnectionOptions extends McpServerOptions {
  readonly input: Readable
  readonly output: Writable
  readonly signal: AbortSignal
}

/** Serves one client, of either protocol era, until it closes its end or `signal` fires. */
export async function serveStdioConnection(options: StdioConnectionOptions): Promise<void> {
  const results = new SharedRoom(LARGE_RESULTS_BYTES)
  const lines = limitLines(MAX_MESSAGE_BYTES, (line) => void refuse(line))
  const outgoing: OutgoingMessages = new OutgoingMessages(options.output, () => input.release())
  const transport = new ClosingTransport(lines, options.output, outgoing)
  const refuse = async (line: OversizedLine) => {
    options.logger.warn({}, 'Message over 10 MiB dropped')
    const id = oversizedRequestId(line)
    if (id !== null) await transport.send(tooLarge(id)).catch(() => {})
  }
  const connection = serveStdio(() => createMcpServer({ ...options, results }), {
    transport,
    onerror: (error) => options.logger.warn({ error: error.message }, 'MCP message not handled'),
  })
  const close = () => void connection.close()
  options.signal.addEventListener('abort', close, { once: true })
  if (options.signal.aborted) close()
  const input = new HeldInput({
    input: options.input,
    target: lines,
    isHeld: () => outgoing.waiting > MAX_UNREAD_CHARACTERS,
    onEnd: () => lines.end(),
  })
  await transport.closed
  options.signal.removeEventListener('abort', close)
  input.close()
  await outgoing.end()
}

function tooLarge(id: string | number) {
  const message = 'Message is larger than 10 MiB, send less in one call'
  return { jsonrpc: '2.0' as const, id, error: { code: ProtocolErrorCode.InvalidRequest, message } }
}

/** Says when the connection is over: end of input, a broken pipe, or a call of `close`. */
class ClosingTransport extends StdioServerTransport {
  readonly #closed = Promise.withResolvers<void>()
  readonly #outgoing: OutgoingMessages

  constructor(input: Readable, output: Writable, outgoing: OutgoingMessages) {
    super(input, output, { maxBufferSize: 2 * MAX_MESSAGE_BYTES })
    this.#outgoing = outgoing
  }

  get closed(): Promise<void> {
    return this.#closed.promise
  }

  override send(message: JSONRPCMessage): Promise<void> {
    return this.#outgoing.send(message)
  }

  override async close(): Promise<void> {
    await super.close()
    this.#closed.resolve()
  }
}
