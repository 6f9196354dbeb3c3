import { jsonResult } from '../tool-result.ts'
import type { BuiltinTool } from './builtin-tool.ts'
import { componentIdProperty } from './component-id-property.ts'
import { requiredString } from './required-string.ts'

/** `reset-permission`: takes back everything that a component was granted. */
export const resetPermissionTool: BuiltinTool = {
  definition: {
    name: 'reset-permission',
    title: 'Reset permissions',
    description:
      'Takes back everything that a component was granted: it reaches no file, host or variable then.',
    inputSchema: {
      type: 'object',
      properties: { component_id: componentIdProperty() },
      required: ['component_id'],
    },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  },
  async run(args, { components, grants }) {
    const id = requiredString(args, 'component_id')
    // A model that could remove a deny would have it out of the way of its next request.
    await components.permissions.reset(id, { keepsNarrowing: grants !== 'model' })
    return jsonResult({ status: 'permissions reset successfully', component_id: id })
  },
}
