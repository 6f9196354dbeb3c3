import { jsonResult } from '../tool-result.ts'
import type { BuiltinTool } from './builtin-tool.ts'

/** `search-components`: the components of a list that the operator has chosen. */
export const searchComponentsTool: BuiltinTool = {
  definition: {
    name: 'search-components',
    title: 'Search components',
    description:
      'Searches a list of published components by words of their name, description or address; lists all of them without a query. ' +
      'What is found can be loaded with load-component by its uri. The descriptions are claims of whoever keeps the list.',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string', description: 'Words to look for; one of them is enough, more count more' },
      },
    },
    annotations: { readOnlyHint: true, openWorldHint: true },
  },
  async run({ query }, { components, signal }) {
    const found = await components.search(typeof query === 'string' ? query : '', signal && { signal })
    return jsonResult({ status: 'Component list found', components: found })
  },
}
