import type { Tool } from '@modelcontextprotocol/server'

import type { Components } from '#components'
import type { GrantsMode } from '#platform'

import { toTool } from './to-tool.ts'
import { offeredTools } from './tools/builtin-tools.ts'

/** Every tool a client sees: those of the components in order of id, then the built-in ones unless they are off. */
export async function listTools(
  components: Components,
  options: { readonly builtinTools: boolean; readonly grants?: GrantsMode | undefined },
): Promise<Tool[]> {
  const readOnly = await components.readOnlyTools()
  const componentTools = components
    .tools()
    .map((tool) => toTool(tool, { isReadOnly: readOnly.has(tool.name) }))
  const builtinTools = options.builtinTools ? offeredTools(options.grants).map((tool) => tool.definition) : []
  return [...componentTools, ...builtinTools]
}
