import { Command } from 'commander'

import type { VersionStatus } from '#components'

import type { CliContext } from '../../cli-context.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { withComponents, type CommonFlags } from '../../with-components.ts'
import { outputOption } from '../output-option.ts'

/** `component outdated`: for each locked reference, whether it leads elsewhere now and whether there is a newer version. */
export function componentOutdatedCommand(context: CliContext): Command {
  return new Command('outdated')
    .description('Show which locked references lead elsewhere now, and which have a newer version')
    .addOption(outputOption().default('table'))
    .action(async (_flags, command: Command) => {
      const { outputFormat, ...flags } = command.optsWithGlobals<
        CommonFlags & { outputFormat: OutputFormat }
      >()
      const rows = await withComponents(context, flags, ({ components }) =>
        components.versions.outdated({ signal: context.signal }),
      )
      const shown =
        outputFormat === 'table'
          ? rows.map(describeRow).join('\n') || 'Nothing is locked'
          : await formatOutput({ components: rows }, outputFormat)
      context.stdout.write(`${shown}\n`)
    })
}

function describeRow({ reference, status, locked, found, newest, error }: VersionStatus): string {
  const newer = newest === null ? '' : `; newest version ${newest}`
  switch (status) {
    case 'current':
      return `${reference}: current`
    case 'newer':
      return `${reference}: current${newer}`
    case 'moved':
      return `${reference}: moved from ${locked} to ${found}${newer}`
    case 'failed':
      return `${reference}: not known: ${error}`
  }
}
