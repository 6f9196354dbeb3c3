import type { CallToolResult } from '@modelcontextprotocol/client'

/** The text of a tool's answer. Throws when the tool says that it failed. */
export function textOf({ content, isError }: CallToolResult): string {
  const text = content.map((item) => (item.type === 'text' ? item.text : `[${item.type}]`)).join('\n')
  if (isError === true) throw new Error(text)
  return text
}
