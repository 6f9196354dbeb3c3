import type { CallToolResult } from '@modelcontextprotocol/server'

import { type CallResult, describeDenial } from '#components'
import { JsonText, visibleJson, visibleLines } from '#platform'

/** Where the denials of a call stand in `_meta`, as data. */
const DENIALS_META = 'wassette/denials'
/** How many attempts were denied besides. */
const OTHER_DENIALS_META = 'wassette/other-denials'

/** A result of one text that holds compact JSON, as every built-in tool answers. */
export function jsonResult(value: object): CallToolResult {
  return textResult(visibleJson(value))
}

/** A failure that the model reads. */
export function errorResult(message: string): CallToolResult {
  return { ...textResult(`Error: ${visibleLines(message.toWellFormed())}`), isError: true }
}

/**
 * Shows what a call came to.
 *
 * The text is the value itself, a string as it is; `structuredContent` has it under `result`, as `outputSchema` says.
 */
export function callResult(result: CallResult): CallToolResult {
  const shown = showEnd(result)
  const denials = result.denials ?? []
  if (denials.length === 0) return shown
  // A guest that swallows the error has done so for a reason; the model is told where the call failed.
  const told = shown.isError === true ? describeDenials(result) : []
  const others = result.otherDenials ?? 0
  return {
    ...shown,
    content: [...shown.content, ...told.flatMap((text) => textResult(text).content)],
    _meta: { [DENIALS_META]: denials, ...(others > 0 && { [OTHER_DENIALS_META]: others }) },
  }
}

function describeDenials({ denials = [], otherDenials = 0 }: CallResult): readonly string[] {
  const told = denials.map(describeDenial)
  if (otherDenials === 0) return told
  return [...told, `${otherDenials} more attempts were denied: 'wassette audit' shows them`]
}

function showEnd(result: CallResult): CallToolResult {
  switch (result.kind) {
    case 'returned':
      return {
        ...textResult(textOf(result.json)),
        structuredContent: { result: new JsonText(result.json) },
        isError: result.isError,
      }
    case 'returned-nothing':
      return textResult('null')
    case 'failed':
      return errorResult(result.message)
  }
}

/** A string is shown as it is. */
function textOf(json: string): string {
  return json.startsWith('"') ? String(JSON.parse(json)) : json
}

/** A lone surrogate, for one from an echoed argument, would make strict clients drop the whole message. */
function textResult(text: string): CallToolResult {
  return { content: [{ type: 'text', text: text.toWellFormed() }] }
}
