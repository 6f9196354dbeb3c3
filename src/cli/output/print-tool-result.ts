import type { CallToolResult } from '#mcp'
import { JsonText } from '#platform'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { formatOutput, type OutputFormat } from './output-format.ts'

/** Prints what a tool returned, text as it is and data in `format`. @throws ExitError with its text when it failed */
export async function printToolResult(
  result: CallToolResult,
  format: OutputFormat,
  context: CliContext,
): Promise<void> {
  const text = result.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n')
  if (result.isError) throw new ExitError(text)
  const value = structuredValue(result) ?? parsed(text)
  if (typeof value === 'string') context.stdout.writeToProgram(`${value}\n`)
  else context.stdout.write(`${await formatOutput(value, format)}\n`)
}

/** The value itself: its text would lose whether it was a string. */
function structuredValue({ structuredContent }: CallToolResult): unknown {
  const hasResult =
    typeof structuredContent === 'object' && structuredContent !== null && 'result' in structuredContent
  if (!hasResult) return undefined
  const { result } = structuredContent
  return result instanceof JsonText ? result.toJSON() : result
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
