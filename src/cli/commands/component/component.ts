import { Command } from 'commander'

import type { CliContext } from '../../cli-context.ts'
import { invokeTool } from '../../invoke-tool.ts'
import type { OutputFormat } from '../../output/output-format.ts'
import { printToolResult } from '../../output/print-tool-result.ts'
import { withComponents, type CommonFlags } from '../../with-components.ts'
import { componentInspectCommand } from './component-inspect.ts'
import { componentOutdatedCommand } from './component-outdated.ts'
import { componentRollbackCommand } from './component-rollback.ts'
import { componentUpdateCommand } from './component-update.ts'
import { outputOption } from '../output-option.ts'

const OTHER_COMMANDS = [
  componentInspectCommand,
  componentUpdateCommand,
  componentOutdatedCommand,
  componentRollbackCommand,
]

/** `component load|unload|list`: the built-in tools of the same name, from a shell; and versions, about which a person decides. */
export function componentCommand(context: CliContext): Command {
  const run = (name: string, args: Record<string, string>, command: Command) => {
    const { outputFormat = 'json', ...flags } = command.optsWithGlobals<
      CommonFlags & { outputFormat?: OutputFormat }
    >()
    return withComponents(context, flags, async (composition) => {
      await printToolResult(
        await invokeTool({ name, arguments: args }, composition, { context }),
        outputFormat,
        context,
      )
    })
  }
  const component = new Command('component').description('Load, unload and list components')
  component
    .command('load')
    .description('Fetch, check and install a component')
    .argument(
      '<path>',
      'oci://registry/repository:tag, user:name@version, https://host/name.wasm or file:///path/name.wasm',
    )
    .option('--insecure-skip-verify', 'do not look who signed it')
    .action((path: string, _flags, command: Command) => run('load-component', { path }, command))
  component
    .command('unload')
    .description('Remove a component and its files')
    .argument('<id>', 'id of the component')
    .action((id: string, _flags, command: Command) => run('unload-component', { id }, command))
  component
    .command('list')
    .description('List the installed components')
    .addOption(outputOption())
    .action((_flags, command: Command) => run('list-components', {}, command))
  for (const makeCommand of OTHER_COMMANDS) component.addCommand(makeCommand(context))
  return component
}
