import type { Tool } from '@modelcontextprotocol/server'

import type { ListedTool } from '#components'

/** A tool of a component as `tools/list` shows it. */
export function toTool({ name, description, inputSchema, outputSchema }: ListedTool): Tool {
  return {
    name,
    description,
    inputSchema: { ...inputSchema, type: 'object' },
    ...(outputSchema && { outputSchema: { ...outputSchema, type: 'object' } }),
  }
}
