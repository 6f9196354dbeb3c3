import { grantRequestedCommand, type Components } from '#components'
import { describeError, visibleText } from '#platform'

import { errorResult, jsonResult } from '../tool-result.ts'
import type { BuiltinTool } from './builtin-tool.ts'
import { requiredString } from './required-string.ts'

/** `load-component`: fetches a component and shows its functions as tools. */
export const loadComponentTool: BuiltinTool = {
  definition: {
    name: 'load-component',
    title: 'Load component',
    description:
      'Fetches a WebAssembly component, checks it and adds each function it exports to the list of tools. ' +
      'It runs in a sandbox without access to files, network or environment. ' +
      'A component of the same id is replaced.',
    inputSchema: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          description:
            'Where it is: oci://registry/repository:tag, a package such as user:name@1.0.0 or user:name@^1, ' +
            'https://host/name.wasm, or file:///absolute/name.wasm',
        },
      },
      required: ['path'],
    },
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  },
  async run(args, { components, signal, onProgress }) {
    const path = requiredString(args, 'path')
    try {
      const loaded = await components.load(path, {
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
      })
      return jsonResult({
        status: `component ${loaded.status} successfully`,
        id: loaded.id,
        tools: loaded.toolNames,
        ...(loaded.resolved !== undefined && { resolved: loaded.resolved }),
        ...(loaded.signedBy !== undefined && { signed_by: loaded.signedBy }),
        ...(loaded.note !== undefined && { note: loaded.note }),
        ...(await describeRequest(loaded.id, components)),
      })
    } catch (error) {
      return errorResult(visibleText(`Failed to load component: ${path}. Error: ${describeError(error)}`))
    }
  },
}

/** What the author asks for is shown when it arrives: nothing of it is granted, and an update may ask for more. */
async function describeRequest(id: string, { permissions }: Components): Promise<object> {
  const { requested, problems } = (await permissions.view(id)).report
  if (problems.length > 0) return { problems }
  if (requested === null) return {}
  const command = grantRequestedCommand(id, permissions.folder)
  return {
    requested,
    message: `Nothing of what is requested is granted by this; the user allows it with: ${command}`,
  }
}
