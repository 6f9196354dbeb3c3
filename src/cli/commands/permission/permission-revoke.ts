import { Command } from 'commander'

import { quotedText } from '#platform'

import type { CliContext } from '../../cli-context.ts'
import { invokeTool } from '../../invoke-tool.ts'
import { formatOutput } from '../../output/output-format.ts'
import { printToolResult } from '../../output/print-tool-result.ts'
import { requirePerson } from '../../require-person.ts'
import { withComponents, type CommonFlags } from '../../with-components.ts'
import { yesOption } from '../yes-option.ts'

/** What can be revoked besides memory and state: the word of the command line, and what names it. */
const KINDS = [
  { kind: 'storage', detail: 'uri', description: 'all access to a file or folder' },
  { kind: 'network', detail: 'host', description: 'a host' },
  { kind: 'environment-variable', detail: 'key', description: 'a variable' },
] as const

/** `permission revoke storage|network|environment-variable|memory|state`. */
export function permissionRevokeCommand(context: CliContext): Command {
  const revoke = new Command('revoke').description('Take back what a component was allowed')
  for (const { kind, detail, description } of KINDS) {
    const command = revoke
      .command(kind)
      .description(description)
      .argument('<component-id>', 'id of the component')
      .argument(`<${detail}>`, 'as it was granted')
    command.action((id: string, value: string) =>
      run(context, command, {
        name: `revoke-${kind}-permission`,
        arguments: { component_id: id, details: { [detail]: value } },
      }),
    )
  }
  const memory = revoke
    .command('memory')
    .description('the limit that was set: the default counts again')
    .argument('<component-id>', 'id of the component')
  memory.addOption(yesOption())
  memory.action((id: string) => revokeValue(context, memory, { kind: 'memory', id }))
  const state = revoke
    .command('state')
    .description('the right to keep anything; what is kept stays for the next grant')
    .argument('<component-id>', 'id of the component')
  state.action((id: string) => revokeValue(context, state, { kind: 'state', id }))
  return revoke
}

/** `permission reset`. */
export function permissionResetCommand(context: CliContext): Command {
  const command = new Command('reset')
  return command
    .description('Take back everything that a component was allowed')
    .argument('<component-id>', 'id of the component')
    .addOption(yesOption())
    .action((id: string) => reset(context, command, id))
}

interface Call {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

type RevokeFlags = CommonFlags & { readonly yes?: boolean }

function run(context: CliContext, command: Command, call: Call): Promise<void> {
  return withComponents(context, command.optsWithGlobals<CommonFlags>(), async (composition) => {
    await printToolResult(await invokeTool(call, composition, { context }), 'json', context)
  })
}

function reset(context: CliContext, command: Command, id: string): Promise<void> {
  const { yes, ...flags } = command.optsWithGlobals<RevokeFlags>()
  return withComponents(context, flags, async (composition, config) => {
    const lifted = await composition.components.permissions.narrowing(id)
    if (lifted !== null) await requirePerson(await questionOn(id, lifted), { context, config, yes })
    const call = { name: 'reset-permission', arguments: { component_id: id } }
    await printToolResult(await invokeTool(call, composition, { context }), 'json', context)
  })
}

interface RevokedValue {
  readonly kind: 'memory' | 'state'
  readonly id: string
}

function revokeValue(context: CliContext, command: Command, { kind, id }: RevokedValue): Promise<void> {
  const { yes, ...flags } = command.optsWithGlobals<RevokeFlags>()
  return withComponents(context, flags, async ({ components: { permissions } }, config) => {
    const lifted = kind === 'memory' ? await permissions.narrowing(id, kind) : null
    if (lifted !== null) await requirePerson(await questionOn(id, lifted), { context, config, yes })
    const removed = await permissions.revoke(id, { kind })
    const answer = {
      status: 'permission revoked',
      component_id: id,
      permission_type: kind,
      rules_removed: removed,
    }
    context.stdout.write(`${await formatOutput(answer, 'json')}\n`)
  })
}

/** What is taken back may have narrowed something: a deny, a limit. */
async function questionOn(id: string, lifted: object): Promise<string> {
  return `The component ${quotedText(id)} is then free of:\n${await formatOutput(lifted, 'yaml')}`
}
