import type { Tool } from '@modelcontextprotocol/server'

import type { Components } from '#components'

import { toTool } from './to-tool.ts'
import { BUILTIN_TOOLS } from './tools/builtin-tools.ts'

/** Every tool a client sees: those of the components in order of id, then the built-in ones unless they are off. */
export function listTools(components: Components, options: { readonly builtinTools: boolean }): Tool[] {
  const componentTools = components.tools().map(toTool)
  const builtinTools = options.builtinTools ? BUILTIN_TOOLS.map((tool) => tool.definition) : []
  return [...componentTools, ...builtinTools]
}
