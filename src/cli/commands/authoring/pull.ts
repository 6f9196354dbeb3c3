import { Command } from 'commander'

import type { CliContext } from '../../cli-context.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { withAuthoring } from '../../with-authoring.ts'
import { outputOption } from '../output-option.ts'

interface PullFlags {
  readonly force?: boolean
  readonly outputFormat: OutputFormat
}

/** `pull REFERENCE [FILE]`: a component as a file, without loading it. */
export function pullCommand(context: CliContext): Command {
  return new Command('pull')
    .description('Fetch a component into a file, verified, without loading it')
    .argument(
      '<reference>',
      'oci://registry/repository:tag, namespace:name@version or https://host/name.wasm',
    )
    .argument('[file]', 'where to write it; <id>.wasm in this folder by default')
    .option('--force', 'replace a file that is there')
    .addOption(outputOption())
    .action(
      async (reference: string, file: string | undefined, { force = false, outputFormat }: PullFlags) => {
        const pulled = await withAuthoring(
          context,
          (authoring, options) => authoring.pull({ reference, file: file ?? null, force }, options),
          reference,
        )
        const { digest, size, source } = pulled.artifact
        const output = {
          status: 'pulled',
          reference: pulled.artifact.reference,
          file: pulled.file,
          component_digest: digest,
          size,
          ...(source.kind === 'oci' && { digest: source.manifestDigest }),
        }
        context.stdout.write(`${await formatOutput(output, outputFormat)}\n`)
      },
    )
}
