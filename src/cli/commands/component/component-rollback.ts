import { Command } from 'commander'

import type { CliContext } from '../../cli-context.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { withComponents, type CommonFlags } from '../../with-components.ts'
import { outputOption } from '../output-option.ts'

/** `component rollback`: the version before the last update, installed and locked again. */
export function componentRollbackCommand(context: CliContext): Command {
  return new Command('rollback')
    .description('Go back to the version before the last update, and lock it')
    .argument('<id>', 'id of the component')
    .addOption(outputOption())
    .action(async (id: string, _flags, command: Command) => {
      const { outputFormat, ...flags } = command.optsWithGlobals<
        CommonFlags & { outputFormat: OutputFormat }
      >()
      const { note, ...rollback } = await withComponents(context, flags, ({ components }) =>
        components.versions.rollback(id, { signal: context.signal }),
      )
      const result = {
        status: 'component rolled back successfully',
        ...rollback,
        ...(note !== null && { note }),
      }
      context.stdout.write(`${await formatOutput(result, outputFormat)}\n`)
    })
}
