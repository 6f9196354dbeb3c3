import { z } from 'zod'

import { BUILTIN_TOOL_NAMES } from './builtin-tool-names.ts'
import { guestReference } from './guest.ts'
import { McpSession, type Message } from './mcp-session.ts'
import { WASSETTE, type ScratchUser } from './wassette.ts'

/** What a tool call was answered with: its text, or the message of a JSON-RPC error. */
export interface ToolAnswer {
  readonly isError: boolean
  readonly text: string
}

interface StartOptions {
  /** Flags after `serve --stdio`. */
  readonly flags?: readonly string[]
  /** A command that runs the server: what it is given as further arguments. */
  readonly runner?: readonly string[]
}

/** `wassette serve --stdio` as a client has it, with an id for every request. */
export class RunningServer implements AsyncDisposable {
  readonly session: McpSession
  #lastId = 0

  private constructor(session: McpSession) {
    this.session = session
  }

  /** Starts the built command and shakes hands. */
  static async start(
    { env }: Pick<ScratchUser, 'env'>,
    { flags = [], runner = [] }: StartOptions = {},
  ): Promise<RunningServer> {
    const [file = process.execPath, ...args] = [
      ...runner,
      process.execPath,
      WASSETTE,
      'serve',
      '--stdio',
      ...flags,
    ]
    const server = new RunningServer(new McpSession([file, ...args], { env }))
    await server.session.initialize()
    return server
  }

  get pid(): number {
    return this.session.pid ?? 0
  }

  /** How often the server has said that the list of tools changed. */
  get listChanges(): number {
    return this.session.received.filter(({ method }) => method === 'notifications/tools/list_changed').length
  }

  /** Calls a tool and waits for its answer. */
  call(name: string, args: object = {}): Promise<ToolAnswer> {
    return this.begin(name, args).answer
  }

  /** Calls a tool; `cancel` tells the server to stop. */
  begin(name: string, args: object = {}): { readonly answer: Promise<ToolAnswer>; cancel(): void } {
    const id = ++this.#lastId
    const answer = this.session.request(id, 'tools/call', { name, arguments: args }).then(toAnswer)
    return {
      answer,
      cancel: () => this.session.notify('notifications/cancelled', { requestId: id }),
    }
  }

  /** Loads a guest of this repository. */
  async load(guest: string): Promise<ToolAnswer> {
    return this.call('load-component', { path: await guestReference(guest) })
  }

  /** Names of the tools of components, in the order of the list. */
  async toolNames(): Promise<readonly string[]> {
    const { result } = await this.session.request(`list-${++this.#lastId}`, 'tools/list')
    const names = TOOLS.parse(result).tools.map(({ name }) => name)
    return names.filter((name) => !BUILTIN.has(name))
  }

  /** Resolves when a component has a tool of that name. */
  async toolNamesInclude(name: string): Promise<void> {
    for (;;) {
      const count = this.listChanges
      if ((await this.toolNames()).includes(name)) return
      await this.session.waitFor(() => this.listChanges > count)
    }
  }

  /** Ids of the installed components. */
  async componentIds(): Promise<readonly string[]> {
    const { text } = await this.call('list-components')
    return COMPONENTS.parse(JSON.parse(text)).components.map(({ id }) => id)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session[Symbol.asyncDispose]()
  }
}

const ERROR = z.object({ message: z.string() })
const RESULT = z.object({
  content: z.array(z.object({ text: z.string() })),
  isError: z.boolean().optional(),
})
const TOOLS = z.object({ tools: z.array(z.object({ name: z.string() })) })
const COMPONENTS = z.object({ components: z.array(z.object({ id: z.string() })) })

const BUILTIN: ReadonlySet<string> = new Set(BUILTIN_TOOL_NAMES)

function toAnswer({ result, error }: Message): ToolAnswer {
  if (error !== undefined) return { isError: true, text: ERROR.parse(error).message }
  const { content, isError = false } = RESULT.parse(result)
  return { isError, text: content.map(({ text }) => text).join('\n') }
}
