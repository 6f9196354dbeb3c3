import type { Tool } from '@modelcontextprotocol/server'

import type { ListedTool } from '#components'

/** A tool of a component as `tools/list` shows it. Without `isReadOnly` nothing is said about what it does. */
export function toTool(
  { name, description, inputSchema, outputSchema }: ListedTool,
  { isReadOnly = false }: { readonly isReadOnly?: boolean } = {},
): Tool {
  return {
    name,
    description,
    inputSchema: { ...inputSchema, type: 'object' },
    ...(outputSchema && { outputSchema: { ...outputSchema, type: 'object' } }),
    ...(isReadOnly && { annotations: { readOnlyHint: true } }),
  }
}
