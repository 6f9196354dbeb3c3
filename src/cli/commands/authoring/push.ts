import { Command, InvalidArgumentError, Option } from 'commander'

import type { PublishRequest } from '#authoring'

import type { CliContext } from '../../cli-context.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { withAuthoring } from '../../with-authoring.ts'
import { collect } from '../collect.ts'
import { outputOption } from '../output-option.ts'

interface PushFlags {
  readonly alsoTag?: readonly string[]
  readonly annotation?: Readonly<Record<string, string>>
  readonly author?: string
  readonly policy?: string
  readonly policyAs: 'referrer' | 'layer'
  readonly outputFormat: OutputFormat
}

/** `push FILE REFERENCE`: publishes a component as `wkg oci push` does. */
export function pushCommand(context: CliContext): Command {
  return new Command('push')
    .description('Publish a component to a registry')
    .argument('<file>', 'the component, a .wasm file')
    .argument('<reference>', 'oci://registry/repository:tag')
    .option('--also-tag <tag>', 'give it this tag too; repeat it for more', collect)
    .option('--annotation <key=value>', 'say this in the manifest; repeat it for more', annotation)
    .option('--author <name>', 'who made it')
    .option('--policy <file>', 'publish this policy.yaml with it, as what it asks for')
    .addOption(
      new Option('--policy-as <form>', 'beside the component, or as a layer of it, which wkg cannot pull')
        .choices(['referrer', 'layer'])
        .default('referrer'),
    )
    .addOption(outputOption())
    .action((file: string, reference: string, flags: PushFlags) => push(context, { file, reference }, flags))
}

function annotation(text: string, before: Readonly<Record<string, string>> = {}) {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write it as key=value.')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

async function push(
  context: CliContext,
  what: Pick<PublishRequest, 'file' | 'reference'>,
  flags: PushFlags,
): Promise<void> {
  const { policy, policyAs, annotation: annotations = {}, alsoTag: alsoTags = [], author } = flags
  const wishes = policy === undefined ? null : { file: policy, form: policyAs }
  const request = { ...what, annotations, alsoTags, author, policy: wishes }
  const pushed = await withAuthoring(
    context,
    (authoring, options) => authoring.publish(request, options),
    what.reference,
  )
  const output = {
    status: 'pushed',
    reference: `oci://${pushed.name}@${pushed.digest}`,
    tags: pushed.tags,
    digest: pushed.digest,
    component_digest: pushed.componentDigest,
    ...(pushed.policyDigest !== null && { policy_digest: pushed.policyDigest }),
  }
  context.stdout.write(`${await formatOutput(output, flags.outputFormat)}\n`)
}
