import type { PolicyView } from '#components'

import { jsonResult } from '../tool-result.ts'
import type { BuiltinTool } from './builtin-tool.ts'
import { componentIdProperty } from './component-id-property.ts'
import { requiredString } from './required-string.ts'

/** `get-policy`: where the policy of a component came from and what it allows. */
export const getPolicyTool: BuiltinTool = {
  definition: {
    name: 'get-policy',
    title: 'Get policy',
    description:
      'Shows what a component was granted, what its author asks for, and which grants have no effect and why.',
    inputSchema: {
      type: 'object',
      properties: { component_id: componentIdProperty() },
      required: ['component_id'],
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  async run(args, { components }) {
    const id = requiredString(args, 'component_id')
    const view = await components.permissions.view(id)
    return jsonResult({ ...describeSource(id, view), ...describeRules(view) })
  },
}

function describeSource(id: string, { info }: PolicyView): object {
  if (info === null) return { status: 'no policy found', component_id: id }
  return {
    status: 'policy found',
    component_id: id,
    policy_info: {
      policy_id: `${id}-policy`,
      source_uri: info.sourceUri,
      local_path: info.path,
      created_at: info.createdAt,
    },
  }
}

function describeRules({ report }: PolicyView): object {
  const {
    granted,
    tools,
    requested,
    ceiling,
    withoutEffect,
    readOnlyTools,
    readOnlyWishes,
    problems,
    warnings,
  } = report
  return {
    permissions: granted,
    ...(Object.keys(tools).length > 0 && { tools }),
    ...(requested !== null && { requested }),
    ...(ceiling !== null && { ceiling }),
    ...(withoutEffect.length > 0 && { without_effect: withoutEffect }),
    ...(readOnlyTools.length > 0 && { read_only_tools: readOnlyTools }),
    ...(readOnlyWishes.length > 0 && { read_only_wishes: readOnlyWishes }),
    ...(problems.length > 0 && { problems }),
    ...(warnings.length > 0 && { warnings }),
  }
}
