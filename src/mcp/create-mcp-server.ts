import { randomBytes } from 'node:crypto'

import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  Server,
  type CallToolRequest,
  type CallToolResult,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'

import type { Components, LoadProgress } from '#components'
import type { GrantsMode, Logger, Room, SharedRoom } from '#platform'

import { answerEmptyList } from './answer-empty-list.ts'
import { callTool } from './call-tool.ts'
import { INSTRUCTIONS } from './instructions.ts'
import { listTools } from './list-tools.ts'
import { NeedsAnswer } from './needs-answer.ts'
import { NotificationQueue } from './notification-queue.ts'
import { type AskedRequest, type Conversation, personAtClient } from './person-at-client.ts'
import { progressReporter } from './progress-reporter.ts'
import type { Person } from './tools/person.ts'

/** What a server is made of. */
export interface McpServerOptions {
  readonly components: Components
  /** Whether the tools of the server itself are listed and answered. */
  readonly builtinTools: boolean
  /** Who decides when a model asks for a grant; `ask` unless given. */
  readonly grants?: GrantsMode | undefined
  /** Signs what a client is to send back; servers that answer the same client share it. */
  readonly stateKey?: Uint8Array | undefined
  readonly logger: Logger
  readonly version: string
  /** What large results share, from their first byte until they are sent; without it each has all that it needs. */
  readonly results?: SharedRoom | undefined
}

/** How long a client that is asked may take, unless it says that it goes on. */
const PERSON_WITHIN_MS = 10 * 60_000

/** How long a stateless client may take to come back with an answer; people are slow. */
const ANSWER_WITHIN_SECONDS = 30 * 60

/** Makes the server of one connection; it follows the catalog until the connection closes. */
export function createMcpServer(options: McpServerOptions): Server {
  const codec = createRequestStateCodec<AskedRequest>({
    key: options.stateKey ?? randomBytes(32),
    ttlSeconds: ANSWER_WITHIN_SECONDS,
  })
  const server = new Server(
    { name: 'wassette', title: 'Wassette', version: options.version },
    {
      capabilities: { tools: { listChanged: true } },
      instructions: INSTRUCTIONS,
      requestState: { verify: (state, context) => codec.verify(state, context) },
    },
  )
  const notifications = new NotificationQueue(options.logger)
  const unsubscribe = options.components.onChange(() => notifications.add(() => server.sendToolListChanged()))
  Object.assign(server, {
    onclose: unsubscribe,
    fallbackRequestHandler: answerEmptyList,
    onerror: (error: Error) => options.logger.warn({ error: error.message }, 'MCP message not handled'),
  } satisfies Partial<Server>)
  server.setRequestHandler('tools/list', async () => ({
    tools: await listTools(options.components, options),
  }))
  server.setRequestHandler('tools/call', async (request, context) => {
    const person = personAtClient({
      state: context.mcpReq.requestState(),
      responses: context.mcpReq.inputResponses,
      capabilities: capabilitiesOf(context, server),
      codec,
      askNow: askerOf(context),
    })
    const room = options.results?.open()
    const call = answerCall(request, context, { ...options, notifications, person, room })
    const result = await call.catch(questionOf)
    // A client must learn of the new list before the answer: some read the list again only then.
    await notifications.settled()
    // Nobody sends the result of a call that was cancelled.
    if (context.mcpReq.signal.aborted) room?.giveBack()
    return result
  })
  return server
}

/** Stateless clients say what they can do with each request, others once, when they shake hands. */
function capabilitiesOf(context: ServerContext, server: Server): unknown {
  return envelopeOf(context)[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities()
}

function envelopeOf({ mcpReq }: ServerContext): Readonly<Record<string, unknown>> {
  return { ...mcpReq.envelope }
}

/**
 * Asks a client that shook hands; null at a stateless one.
 *
 * The SDK would do so too, and answer the call itself when that fails: nobody would be told how the request is approved.
 */
function askerOf(context: ServerContext): Conversation['askNow'] {
  const { mcpReq } = context
  if (CLIENT_CAPABILITIES_META_KEY in envelopeOf(context)) return null
  return ({ method, params }) =>
    mcpReq.send({ method, ...(params && { params: { ...params } }) }, z.looseObject({}), {
      signal: mcpReq.signal,
      timeout: PERSON_WITHIN_MS,
      resetTimeoutOnProgress: true,
      onprogress: () => {},
    })
}

function questionOf(error: unknown): InputRequiredResult {
  if (error instanceof NeedsAnswer) return error.result
  throw error
}

interface CallParts extends McpServerOptions {
  readonly notifications: NotificationQueue
  readonly person: Person | null
  readonly room: Room | undefined
}

async function answerCall(
  request: CallToolRequest,
  context: ServerContext,
  { components, builtinTools, grants, person, logger, notifications, room }: CallParts,
): Promise<CallToolResult> {
  const startedAt = performance.now()
  const toolContext = {
    components,
    builtinTools,
    grants,
    person,
    signal: context.mcpReq.signal,
    onProgress: progressListener(context, notifications),
    ...(room && { room }),
  }
  const result = await callTool(toolCall(request), toolContext)
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
