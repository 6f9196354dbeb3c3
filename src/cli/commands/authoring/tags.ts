import { Command } from 'commander'

import type { CliContext } from '../../cli-context.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { withAuthoring } from '../../with-authoring.ts'
import { outputOption } from '../output-option.ts'

/** `tags REFERENCE`: the tags of a repository. */
export function tagsCommand(context: CliContext): Command {
  return new Command('tags')
    .description('List the tags of a repository')
    .argument('<reference>', 'oci://registry/repository')
    .addOption(outputOption())
    .action(async (reference: string, { outputFormat }: { outputFormat: OutputFormat }) => {
      const tags = await withAuthoring(
        context,
        (authoring, options) => authoring.tags(reference, options),
        reference,
      )
      const output = outputFormat === 'table' ? tags.join('\n') : await formatOutput({ tags }, outputFormat)
      context.stdout.write(`${output}\n`)
    })
}
