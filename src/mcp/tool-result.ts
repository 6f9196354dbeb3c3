import type { CallToolResult } from '@modelcontextprotocol/server'

import { type CallResult, describeDenial } from '#components'
import { JsonText, type Room, visibleJson, visibleLines } from '#platform'

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
export function callResult(result: CallResult, room: Room | null = null): CallToolResult {
  const shown = showEnd(result, room)
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

function showEnd(result: CallResult, room: Room | null): CallToolResult {
  switch (result.kind) {
    case 'returned':
      return showValue(result, room)
    case 'returned-nothing':
      return textResult('null')
    case 'failed':
      return errorResult(result.message)
  }
}

/** A string is shown as it is. It is kept once, as text and as data, for it may be long and wait for its reader. */
function showValue(
  { json, isError }: Extract<CallResult, { kind: 'returned' }>,
  room: Room | null,
): CallToolResult {
  const isString = json.startsWith('"')
  const text = (isString ? String(JSON.parse(json)) : json).toWellFormed()
  return {
    content: [{ type: 'text', text }],
    structuredContent: { result: new JsonText(text, isString ? 'string' : 'json', room) },
    isError,
  }
}

/** A lone surrogate, for one from an echoed argument, would make strict clients drop the whole message. */
function textResult(text: string): CallToolResult {
  return { content: [{ type: 'text', text: text.toWellFormed() }] }
}
