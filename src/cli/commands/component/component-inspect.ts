import { Command } from 'commander'

import type { CliContext } from '../../cli-context.ts'
import { describeArtifact, printableArtifact } from '../../output/format-artifact.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { withAuthoring } from '../../with-authoring.ts'
import { outputOption } from '../output-option.ts'

/** `component inspect REFERENCE`: what lies in a registry, before anybody loads or trusts it. */
export function componentInspectCommand(context: CliContext): Command {
  return new Command('inspect')
    .description('Show what lies under a reference, without loading, running or trusting it')
    .argument('<reference>', 'oci://registry/repository:tag or namespace:name@version')
    .addOption(outputOption().default('table'))
    .action(async (reference: string, { outputFormat }: { outputFormat: OutputFormat }) => {
      const artifact = await withAuthoring(
        context,
        (authoring, options) => authoring.inspect(reference, options),
        reference,
      )
      const output =
        outputFormat === 'table'
          ? describeArtifact(artifact)
          : await formatOutput(printableArtifact(artifact), outputFormat)
      context.stdout.write(`${output}\n`)
    })
}
