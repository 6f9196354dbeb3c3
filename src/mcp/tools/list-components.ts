import type { Components, InstalledComponent, ListedTool } from '#components'

import { toTool } from '../to-tool.ts'
import { jsonResult } from '../tool-result.ts'
import type { BuiltinTool } from './builtin-tool.ts'

/** `list-components`: every installed component with its tools. */
export const listComponentsTool: BuiltinTool = {
  definition: {
    name: 'list-components',
    title: 'List components',
    description: 'Lists the installed components, in order of id, each with the tools it offers.',
    inputSchema: { type: 'object', properties: {} },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  async run(_args, { components }) {
    const listed = describeComponents(components)
    return jsonResult({ components: listed, total: listed.length })
  },
}

function describeComponents(components: Components): readonly object[] {
  const toolsById = Map.groupBy(components.tools(), (tool) => tool.componentId)
  return components.list().map((component) => describe(component, toolsById.get(component.id) ?? []))
}

function describe(component: InstalledComponent, tools: readonly ListedTool[]): object {
  return {
    id: component.id,
    tools_count: tools.length,
    schema: { tools: tools.map((tool) => toTool(tool)) },
    digest: component.digest,
    ...(component.signedBy !== undefined && { signed_by: component.signedBy }),
  }
}
