import type { CallToolResult, Person } from '#mcp'

import type { CliContext, Composition } from './cli-context.ts'
import { ProgressLine } from './output/progress-line.ts'

/** Who calls. */
interface InvokeOptions {
  readonly context: CliContext
  readonly person?: Person
}

/** Calls a tool as a client would, with a progress line while a load runs; `person` decides about what it would grant. */
export async function invokeTool(
  call: { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> },
  { components }: Composition,
  { context, person }: InvokeOptions,
): Promise<CallToolResult> {
  const { callTool } = await import('#mcp')
  const line = new ProgressLine(context.stderr)
  try {
    return await callTool(call, {
      components,
      builtinTools: true,
      // Whoever runs a command is the operator, who is asked before something is granted.
      grants: person === undefined ? 'model' : 'ask',
      person,
      signal: context.signal,
      onProgress: (progress) => line.show(progress),
    })
  } finally {
    line.clear()
  }
}
