import type { CallToolResult } from '@modelcontextprotocol/server'

import type { CallResult } from '#components'

/** A result of one text that holds compact JSON, as every built-in tool answers. */
export function jsonResult(value: object): CallToolResult {
  return textResult(JSON.stringify(value))
}

/** A failure that the model reads. */
export function errorResult(message: string): CallToolResult {
  return { ...textResult(`Error: ${message}`), isError: true }
}

/**
 * Shows what a call came to.
 *
 * The text is the value itself, a string as it is; `structuredContent` has it under `result`, as `outputSchema` says.
 */
export function callResult(result: CallResult): CallToolResult {
  switch (result.kind) {
    case 'returned':
      return {
        ...textResult(typeof result.value === 'string' ? result.value : JSON.stringify(result.value)),
        structuredContent: { result: result.value },
        isError: result.isError,
      }
    case 'returned-nothing':
      return textResult('null')
    case 'failed':
      return errorResult(result.message)
  }
}

/** A lone surrogate, for one from an echoed argument, would make strict clients drop the whole message. */
function textResult(text: string): CallToolResult {
  return { content: [{ type: 'text', text: text.toWellFormed() }] }
}
