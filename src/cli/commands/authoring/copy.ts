import { Command } from 'commander'

import type { CliContext } from '../../cli-context.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { withAuthoring } from '../../with-authoring.ts'
import { outputOption } from '../output-option.ts'

/** `copy FROM TO`: an artifact from one repository to another, with its signatures. */
export function copyCommand(context: CliContext): Command {
  return new Command('copy')
    .description('Copy an artifact to another repository or tag, with its signatures and its policy')
    .argument('<from>', 'oci://registry/repository:tag or @digest')
    .argument('<to>', 'oci://registry/repository:tag')
    .addOption(outputOption())
    .action(async (from: string, to: string, { outputFormat }: { outputFormat: OutputFormat }) => {
      const copied = await withAuthoring(context, (authoring, options) => authoring.copy(from, to, options))
      const output = { status: 'copied', from, to, digest: copied.digest, referrers: copied.referrers }
      context.stdout.write(`${await formatOutput(output, outputFormat)}\n`)
    })
}
