import { Command, Option } from 'commander'

import { CodedError, quotedText, type SecretStorage } from '#platform'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { formatOutput, type OutputFormat } from '../output/output-format.ts'
import { readSecret } from '../read-secret.ts'
import { requirePerson } from '../require-person.ts'
import { withComponents, type CommonFlags } from '../with-components.ts'
import { collect } from './collect.ts'
import { outputOption } from './output-option.ts'
import { yesOption } from './yes-option.ts'

interface ListFlags extends CommonFlags {
  readonly showValues?: boolean
  readonly yes?: boolean
  readonly outputFormat: OutputFormat
}

interface SetFlags extends CommonFlags {
  readonly host?: readonly string[]
  readonly store?: SecretStorage
  readonly yes?: boolean
}

/** `secret list|set|delete`: values for components. */
export function secretCommand(context: CliContext): Command {
  return new Command('secret')
    .description('Keep values that components need and nobody should see')
    .addCommand(listCommand(context))
    .addCommand(setCommand(context))
    .addCommand(deleteCommand(context))
}

function listCommand(context: CliContext): Command {
  const command = new Command('list')
  return command
    .description('List the secrets of a component')
    .argument('<component-id>', 'id of the component')
    .option('--show-values', 'show the values too, after a question')
    .addOption(yesOption())
    .addOption(outputOption())
    .action((id: string) => list(context, id, command.optsWithGlobals<ListFlags>()))
}

function setCommand(context: CliContext): Command {
  const command = new Command('set')
  return command
    .description('Set secrets; the value of a KEY alone is asked for, or read from stdin')
    .argument('<component-id>', 'id of the component')
    .argument('<KEY=VALUE...>', 'a value, env:NAME, file:/path or keychain:SERVICE/ACCOUNT')
    .option('--host <host>', 'send it to this host only and show it to no guest; repeat it for more', collect)
    .addOption(new Option('--store <place>', 'where to keep it').choices(['auto', 'keychain', 'file']))
    .addOption(yesOption())
    .action((id: string, items: readonly string[]) =>
      set(context, { id, items }, command.optsWithGlobals<SetFlags>()),
    )
}

function deleteCommand(context: CliContext): Command {
  const command = new Command('delete')
  return command
    .description('Delete secrets of a component')
    .argument('<component-id>', 'id of the component')
    .argument('<KEY...>', 'keys to delete')
    .action((id: string, items: readonly string[]) =>
      remove(context, { id, items }, command.optsWithGlobals<CommonFlags>()),
    )
}

interface Target {
  readonly id: string
  /** What the command line says after the id. */
  readonly items: readonly string[]
}

async function list(context: CliContext, id: string, flags: ListFlags): Promise<void> {
  await withComponents(context, flags, async ({ secrets }, config) => {
    if (flags.showValues) {
      const question = `The values of the secrets of ${quotedText(id)} are then shown.`
      await requirePerson(question, { context, config, yes: flags.yes })
    }
    const values = flags.showValues ? await secrets.valuesFor(id) : null
    const entries = (await secrets.list(id)).map(({ key, reference, hosts }) => ({
      key,
      ...(values && { value: values.get(key)?.value ?? null }),
      ...(reference !== null && { reference }),
      ...(hosts && { hosts }),
    }))
    const output = await formatOutput({ component_id: id, secrets: entries }, flags.outputFormat)
    context.stdout.write(`${output}\n`)
  })
}

async function set(context: CliContext, { id, items }: Target, flags: SetFlags): Promise<void> {
  await withComponents(context, flags, async ({ components, secrets }, config) => {
    if (!components.list().some((component) => component.id === id)) {
      throw new CodedError(
        'COMPONENT_NOT_FOUND',
        `Component not found: '${id}'. Use 'component load' to load the component first`,
      )
    }
    const values = await readItems(context, items)
    const { host: hosts, store, yes } = flags
    const widened = await secrets.widening(id, values, { hosts })
    if (widened.length > 0) {
      const question = `The component ${quotedText(id)} may then ${widened.join(', and ')}.`
      await requirePerson(question, { context, config, yes })
    }
    const warning = await secrets.set(id, values, { hosts, store })
    if (warning !== null) context.stderr.write(`Warning: ${warning}\n`)
    await printSuccess(context, id, `Set ${values.length} secret(s) for component`)
  })
}

async function readItems(context: CliContext, items: readonly string[]) {
  const alone = items.filter((item) => !item.includes('='))
  if (alone.length > 1 && !context.stdin.isTTY) {
    throw new ExitError('Error: Only one value can be read from stdin, set the others one by one', 2)
  }
  const values = []
  for (const item of items) {
    const [key = '', ...rest] = item.split('=')
    // What comes by stdin is a value, whatever it looks like: a program may pipe what it does not know.
    const isReference = rest.length > 0
    values.push({ key, text: isReference ? rest.join('=') : await readSecret(key, context), isReference })
  }
  return values
}

async function remove(context: CliContext, { id, items }: Target, flags: CommonFlags): Promise<void> {
  await withComponents(context, flags, async ({ secrets }) => {
    const count = await secrets.remove(id, items)
    if (count === null) {
      throw new CodedError('NO_SECRETS', `No secrets file found for component: ${id}`)
    }
    await printSuccess(context, id, `Deleted ${count} secret(s) from component`)
  })
}

async function printSuccess({ stdout }: CliContext, id: string, message: string): Promise<void> {
  stdout.write(`${await formatOutput({ status: 'success', component_id: id, message }, 'json')}\n`)
}
