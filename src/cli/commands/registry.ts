import { Command } from 'commander'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { invokeTool } from '../invoke-tool.ts'
import { formatOutput, type OutputFormat } from '../output/output-format.ts'
import { printToolResult } from '../output/print-tool-result.ts'
import { withComponents, type CommonFlags } from '../with-components.ts'
import { outputOption } from './output-option.ts'

type RegistryFlags = CommonFlags & { readonly outputFormat?: OutputFormat }

/** `registry search|get`: the list of components that the settings name. */
export function registryCommand(context: CliContext): Command {
  const registry = new Command('registry').description('Search a list of components and load from it')
  registry
    .command('search')
    .description('List the components that fit, best first')
    .argument('[query]', 'words of the name, the description or the address', '')
    .addOption(outputOption())
    .action((query: string, _flags, command: Command) =>
      search(context, query, command.optsWithGlobals<RegistryFlags>()),
    )
  registry
    .command('get')
    .description('Load a component of the list')
    .argument('<component>', 'its name or its address')
    .action((wanted: string, _flags, command: Command) =>
      get(context, wanted, command.optsWithGlobals<RegistryFlags>()),
    )
  return registry
}

function search(context: CliContext, query: string, flags: RegistryFlags): Promise<void> {
  return withComponents(context, flags, async ({ components }) => {
    const found = await components.search(query, { signal: context.signal })
    const result = { status: 'success', count: found.length, components: found }
    context.stdout.write(`${await formatOutput(result, flags.outputFormat ?? 'json')}\n`)
  })
}

function get(context: CliContext, wanted: string, flags: RegistryFlags): Promise<void> {
  return withComponents(context, flags, async (composition) => {
    const known = await composition.components.search('', { signal: context.signal })
    const found = known.find(({ name, uri }) => name.toLowerCase() === wanted.toLowerCase() || uri === wanted)
    if (found === undefined) {
      const text = `Component '${wanted}' not found in registry: see what there is with 'wassette registry search'`
      throw new ExitError(text)
    }
    const call = { name: 'load-component', arguments: { path: found.uri } }
    await printToolResult(await invokeTool(call, composition, { context }), 'json', context)
  })
}
