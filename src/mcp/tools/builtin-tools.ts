import type { BuiltinTool } from './builtin-tool.ts'
import { listComponentsTool } from './list-components.ts'
import { loadComponentTool } from './load-component.ts'
import { unloadComponentTool } from './unload-component.ts'

/** The tools of the server itself, in the order of `tools/list`. */
export const BUILTIN_TOOLS: readonly BuiltinTool[] = [
  loadComponentTool,
  unloadComponentTool,
  listComponentsTool,
]

/** The built-in tool of that name. */
export function findBuiltinTool(name: string): BuiltinTool | undefined {
  return BUILTIN_TOOLS.find((tool) => tool.definition.name === name)
}
