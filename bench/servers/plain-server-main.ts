import { Server } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'

const TOOL = {
  name: 'count-characters',
  description: 'Counts the characters of a text.',
  inputSchema: {
    type: 'object' as const,
    properties: { text: { type: 'string' } },
    required: ['text'],
  },
  outputSchema: {
    type: 'object' as const,
    properties: { result: { type: 'integer', minimum: 0, maximum: 4_294_967_295 } },
    required: ['result'],
  },
}

serveStdio(() => {
  const server = new Server({ name: 'plain', version: '1.0.0' }, { capabilities: { tools: {} } })
  server.setRequestHandler('tools/list', () => ({ tools: [TOOL] }))
  server.setRequestHandler('tools/call', ({ params }) => {
    const result = Array.from(String(params.arguments?.['text'])).length
    return { content: [{ type: 'text', text: String(result) }], structuredContent: { result } }
  })
  return server
})
