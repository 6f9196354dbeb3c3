import type { CallToolResult } from '#mcp'

import type { CliContext, Composition } from './cli-context.ts'
import { ProgressLine } from './output/progress-line.ts'

/** Calls a tool as a client would, with a progress line while a load runs. */
export async function invokeTool(
  call: { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> },
  { components }: Composition,
  context: CliContext,
): Promise<CallToolResult> {
  const { callTool } = await import('#mcp')
  const line = new ProgressLine(context.stderr)
  try {
    return await callTool(call, {
      components,
      builtinTools: true,
      // Whoever runs this command is the operator.
      grants: 'model',
      signal: context.signal,
      onProgress: (progress) => line.show(progress),
    })
  } finally {
    line.clear()
  }
}
