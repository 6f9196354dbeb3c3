import { Command } from 'commander'

import type { CliContext } from '../../cli-context.ts'
import { invokeTool } from '../../invoke-tool.ts'
import { formatOutput } from '../../output/output-format.ts'
import { printToolResult } from '../../output/print-tool-result.ts'
import { withComponents, type CommonFlags } from '../../with-components.ts'

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
    .action((id: string) =>
      run(context, command, { name: 'reset-permission', arguments: { component_id: id } }),
    )
}

interface Call {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

function run(context: CliContext, command: Command, call: Call): Promise<void> {
  return withComponents(context, command.optsWithGlobals<CommonFlags>(), async (composition) => {
    await printToolResult(await invokeTool(call, composition, { context }), 'json', context)
  })
}

interface RevokedValue {
  readonly kind: 'memory' | 'state'
  readonly id: string
}

function revokeValue(context: CliContext, command: Command, { kind, id }: RevokedValue): Promise<void> {
  return withComponents(context, command.optsWithGlobals<CommonFlags>(), async ({ components }) => {
    const removed = await components.permissions.revoke(id, { kind })
    const answer = {
      status: 'permission revoked',
      component_id: id,
      permission_type: kind,
      rules_removed: removed,
    }
    context.stdout.write(`${await formatOutput(answer, 'json')}\n`)
  })
}
