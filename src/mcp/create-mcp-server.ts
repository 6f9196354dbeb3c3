import {
  Server,
  type CallToolRequest,
  type CallToolResult,
  type ServerContext,
} from '@modelcontextprotocol/server'

import type { Components, LoadProgress } from '#components'
import type { Logger } from '#platform'

import { answerEmptyList } from './answer-empty-list.ts'
import { callTool } from './call-tool.ts'
import { INSTRUCTIONS } from './instructions.ts'
import { listTools } from './list-tools.ts'
import { NotificationQueue } from './notification-queue.ts'
import { progressReporter } from './progress-reporter.ts'

/** What a server is made of. */
export interface McpServerOptions {
  readonly components: Components
  /** Whether the tools of the server itself are listed and answered. */
  readonly builtinTools: boolean
  readonly logger: Logger
  readonly version: string
}

/** Makes the server of one connection; it follows the catalog until the connection closes. */
export function createMcpServer(options: McpServerOptions): Server {
  const server = new Server(
    { name: 'wassette', title: 'Wassette', version: options.version },
    { capabilities: { tools: { listChanged: true } }, instructions: INSTRUCTIONS },
  )
  const notifications = new NotificationQueue(options.logger)
  const unsubscribe = options.components.onChange(() => notifications.add(() => server.sendToolListChanged()))
  Object.assign(server, {
    onclose: unsubscribe,
    fallbackRequestHandler: answerEmptyList,
    onerror: (error: Error) => options.logger.warn({ error: error.message }, 'MCP message not handled'),
  } satisfies Partial<Server>)
  server.setRequestHandler('tools/list', () => ({ tools: listTools(options.components, options) }))
  server.setRequestHandler('tools/call', async (request, context) => {
    const result = await answerCall(request, context, { ...options, notifications })
    // A client must learn of the new list before the answer: some read the list again only then.
    await notifications.settled()
    return result
  })
  return server
}

async function answerCall(
  request: CallToolRequest,
  context: ServerContext,
  {
    components,
    builtinTools,
    logger,
    notifications,
  }: McpServerOptions & { notifications: NotificationQueue },
): Promise<CallToolResult> {
  const startedAt = performance.now()
  const { signal } = context.mcpReq
  const onProgress = progressListener(context, notifications)
  const result = await callTool(toolCall(request), { components, builtinTools, signal, onProgress })
  const durationMs = Math.round(performance.now() - startedAt)
  logger.debug({ tool: request.params.name, durationMs, isError: result.isError ?? false }, 'Tool called')
  return result
}

function toolCall({ params }: CallToolRequest): { name: string; arguments: Record<string, unknown> } {
  return { name: params.name, arguments: params.arguments ?? {} }
}

function progressListener(
  { mcpReq }: ServerContext,
  notifications: NotificationQueue,
): ((progress: LoadProgress) => void) | undefined {
  const progressToken = mcpReq._meta?.progressToken
  if (progressToken === undefined) return undefined
  return progressReporter((update) =>
    notifications.add(() =>
      mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...update } }),
    ),
  )
}
