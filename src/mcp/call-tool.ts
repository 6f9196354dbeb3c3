import type { CallToolResult } from '@modelcontextprotocol/server'

import { describeError, type Room } from '#platform'

import { NeedsAnswer } from './needs-answer.ts'
import { callResult, errorResult } from './tool-result.ts'
import type { ToolArguments, ToolContext } from './tools/builtin-tool.ts'
import { findBuiltinTool } from './tools/builtin-tools.ts'

/** A `tools/call`. */
export interface ToolCall {
  readonly name: string
  readonly arguments: ToolArguments
}

/** What a call runs with; `builtinTools` false refuses the tools of the server itself. */
export interface CallToolContext extends ToolContext {
  readonly builtinTools: boolean
  /** What a large result takes its place of, until it is sent or dropped. */
  readonly room?: Room
}

/**
 * Runs a built-in tool or a tool of a component. Whatever goes wrong is a result with `isError`.
 *
 * A built-in name is never looked up among the components: one that exports `load-component` would answer in its place.
 *
 * @throws NeedsAnswer where `person` has to be asked first
 */
export async function callTool(call: ToolCall, context: CallToolContext): Promise<CallToolResult> {
  const builtin = findBuiltinTool(call.name)
  try {
    if (builtin === undefined) return await callComponentTool(call, context)
    if (!context.builtinTools) return errorResult('Built-in tools are disabled')
    return await builtin.run(call.arguments, context)
  } catch (error) {
    if (error instanceof NeedsAnswer) throw error
    return errorResult(describeError(error))
  }
}

async function callComponentTool(
  call: ToolCall,
  { components, signal, room }: CallToolContext,
): Promise<CallToolResult> {
  const options = { ...(signal && { signal }), ...(room && { room }) }
  const result = await components.call(call.name, call.arguments, options)
  if (result.kind !== 'returned') room?.giveBack()
  return callResult(result, room)
}
