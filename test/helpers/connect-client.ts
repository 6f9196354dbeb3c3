import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

/** The two kinds of MCP clients: those that shake hands, and the stateless ones since 2026-07-28. */
export const ERAS = ['2025-11-25', '2026-07-28'] as const

/** A revision of the protocol, one of each kind. */
export type Era = (typeof ERAS)[number]

/** A connected client of the SDK that counts what it hears of the tool list. */
export interface ConnectedClient extends AsyncDisposable {
  readonly client: Client
  /** Resolves at the next change of the tool list. */
  toolsChanged(): Promise<void>
}

/** What a person is shown. */
export interface Question {
  readonly message: string
  readonly choices: unknown
}

/** What a person does with it. */
export interface Answer {
  readonly action: 'accept' | 'decline' | 'cancel'
  readonly content?: Record<string, string>
}

/** How a client is. */
export interface ClientOptions {
  readonly era: Era
  readonly env?: Record<string, string>
  /** Answers as the person at the client; one without it cannot ask anybody. */
  readonly onQuestion?: (question: Question) => Answer
}

/** Starts a server and connects to it. */
export async function connectClient(
  command: readonly [string, ...string[]],
  { era, env, onQuestion }: ClientOptions,
): Promise<ConnectedClient> {
  const [file, ...args] = command
  let changed = Promise.withResolvers<void>()
  const onChanged = () => {
    changed.resolve()
    changed = Promise.withResolvers<void>()
  }
  const client = new Client(
    { name: 'test', version: '1' },
    {
      ...(onQuestion && { capabilities: { elicitation: {} } }),
      listChanged: { tools: { onChanged, autoRefresh: false, debounceMs: 0 } },
      versionNegotiation: { mode: era === '2026-07-28' ? { pin: era } : 'legacy' },
    },
  )
  if (onQuestion) {
    client.setRequestHandler('elicitation/create', ({ params }) => {
      const { properties } = 'requestedSchema' in params ? params.requestedSchema : {}
      const decision = properties?.['decision']
      const choices = decision && 'enum' in decision ? decision.enum : null
      return { ...onQuestion({ message: params.message, choices }) }
    })
  }
  await client.connect(
    new StdioClientTransport({ command: file, args, stderr: 'ignore', ...(env && { env }) }),
  )
  return {
    client,
    toolsChanged: () => changed.promise,
    [Symbol.asyncDispose]: () => client.close(),
  }
}
