import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

/** The two kinds of clients: those that shake hands, and the stateless ones since 2026-07-28. */
export const ERAS = ['2025-11-25', '2026-07-28'] as const

/** A revision of the protocol, one of each kind. */
export type Era = (typeof ERAS)[number]

/** How a server is started. */
export interface ServerCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** A server process with a client of the SDK on its stdin and stdout. */
export class ConnectedServer implements AsyncDisposable {
  readonly client: Client
  readonly pid: number

  private constructor(client: Client, pid: number) {
    this.client = client
    this.pid = pid
  }

  /** Resolves when the server has listed its tools, which every client asks for first. */
  static async start(
    { command, args, env }: ServerCommand,
    // For the stateless era the SDK's client starts a server twice: once to ask for its versions, once to stay.
    era: Era = '2025-11-25',
  ): Promise<ConnectedServer> {
    const transport = new StdioClientTransport({ command, args: [...args], env: { ...env } })
    const mode = era === '2026-07-28' ? { pin: era } : ('legacy' as const)
    const client = new Client({ name: 'wassette-bench', version: '1.0.0' }, { versionNegotiation: { mode } })
    await client.connect(transport)
    await client.listTools()
    if (transport.pid === null) throw new Error('The server ended at once')
    return new ConnectedServer(client, transport.pid)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close()
  }
}
