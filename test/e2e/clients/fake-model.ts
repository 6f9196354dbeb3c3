import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

/** The one tool call that the model asks for. */
export interface ModelToolCall {
  readonly name: string
  readonly input: object
}

/** A model on loopback that asks for one tool call and then repeats its result, in the form of the Messages API. */
export class FakeModel implements AsyncDisposable {
  readonly url: string
  readonly #server: Server

  private constructor(server: Server) {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The fake model has no port')
    this.url = `http://127.0.0.1:${address.port}`
    this.#server = server
  }

  static async start(call: ModelToolCall): Promise<FakeModel> {
    const server = createServer((request, response) => void respond(request, response, call))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new FakeModel(server)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  call: ModelToolCall,
): Promise<void> {
  const body: unknown = await json(request).catch(() => null)
  response.setHeader('content-type', 'text/event-stream')
  response.end(answer(body, call).map(toEvent).join(''))
}

interface ModelEvent {
  readonly type: string
  readonly [key: string]: unknown
}

function answer(body: unknown, call: ModelToolCall): readonly ModelEvent[] {
  const result = toolResultIn(body)
  return result === null ? toolUse(call) : finalText(`The tool said: ${result}`)
}

/** The result of the tool call as it stands in the conversation, or null before the call. */
function toolResultIn(body: unknown): string | null {
  const text = JSON.stringify(body)
  const at = text.lastIndexOf('"type":"tool_result"')
  return at === -1 ? null : text.slice(at, at + 500)
}

function toolUse({ name, input }: ModelToolCall): readonly ModelEvent[] {
  const delta = { type: 'input_json_delta', partial_json: JSON.stringify(input) }
  return message({ type: 'tool_use', id: 'toolu_1', name, input: {} }, delta, 'tool_use')
}

function finalText(text: string): readonly ModelEvent[] {
  return message({ type: 'text', text: '' }, { type: 'text_delta', text }, 'end_turn')
}

function message(block: object, delta: object, stopReason: string): readonly ModelEvent[] {
  const usage = { input_tokens: 1, output_tokens: 1 }
  const start = { id: 'msg_1', type: 'message', role: 'assistant', model: 'fake', content: [], usage }
  return [
    { type: 'message_start', message: { ...start, stop_reason: null, stop_sequence: null } },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: stopReason, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ]
}

function toEvent(event: ModelEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
