import { describeError } from '#platform'

import { jsonResult } from '../tool-result.ts'
import type { BuiltinTool } from './builtin-tool.ts'
import { requiredString } from './required-string.ts'

/** `unload-component`: removes a component, its tools and its files. An unknown id is no error. */
export const unloadComponentTool: BuiltinTool = {
  definition: {
    name: 'unload-component',
    title: 'Unload component',
    description: 'Removes a component: its tools leave the list and its files are deleted.',
    inputSchema: {
      type: 'object',
      properties: { id: { type: 'string', description: 'Id of the component, as list-components shows it' } },
      required: ['id'],
    },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  },
  async run(args, { components }) {
    const id = requiredString(args, 'id')
    try {
      const wasThere = await components.unload(id)
      return jsonResult({
        status: 'component unloaded successfully',
        id,
        ...(!wasThere && { message: `No component '${id}' was loaded` }),
      })
    } catch (error) {
      const message = `Failed to unload component: ${describeError(error)}`
      return { ...jsonResult({ status: 'error', message, id }), isError: true }
    }
  },
}
