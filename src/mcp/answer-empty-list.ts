import {
  ProtocolError,
  ProtocolErrorCode,
  type JSONRPCRequest,
  type Result,
} from '@modelcontextprotocol/server'

const EMPTY_LISTS: ReadonlyMap<string, Result> = new Map([
  ['prompts/list', { prompts: [] }],
  ['resources/list', { resources: [] }],
  ['resources/templates/list', { resourceTemplates: [] }],
])

/**
 * Answers the lists that this server does not have: many clients ask whatever the capabilities say, and some take an
 * error for a broken server.
 */
export async function answerEmptyList(request: JSONRPCRequest): Promise<Result> {
  const answer = EMPTY_LISTS.get(request.method)
  if (answer === undefined) throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found')
  return answer
}
