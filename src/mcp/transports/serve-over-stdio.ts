import type { StdioConnectionOptions } from './serve-stdio-connection.ts'

/** Serves MCP on a pair of streams, stdin and stdout as a rule, until the client leaves or `signal` fires. */
export async function serveOverStdio(options: StdioConnectionOptions): Promise<void> {
  // The commands that serve nothing come through this room's door too, and should not pay for the SDK there.
  const { serveStdioConnection } = await import('./serve-stdio-connection.ts')
  await serveStdioConnection(options)
}
