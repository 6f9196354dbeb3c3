import { Command } from 'commander'

import { quotedText } from '#platform'
import { describeScope, describeTerms, type GrantKind, parseGrant, withTarget } from '#policy'

import type { CliContext } from '../../cli-context.ts'
import { formatOutput } from '../../output/output-format.ts'
import { withComponents, type CommonFlags } from '../../with-components.ts'
import { requirePerson } from '../../require-person.ts'
import { addTermFlags, termsOf, type TermFlags } from './grant-terms.ts'
import { yesOption } from '../yes-option.ts'

/** `permission grant storage|network|environment-variable|memory|state`. */
export function permissionGrantCommand(context: CliContext): Command {
  const grant = new Command('grant').description('Allow a component something')
  const storage = addTermFlags(grant.command('storage'))
    .description('a file, or a folder and everything in it')
    .argument('<component-id>', 'id of the component')
    .argument('<uri>', 'fs:// and an absolute path, such as fs:///data or fs:///data/**')
    .requiredOption('--access <list>', 'read, write, or read,write', splitAtCommas)
  storage.action((id: string, uri: string, { access }: { access: readonly string[] }) =>
    allow(context, storage, { kind: 'storage', id, details: { uri, access } }),
  )
  const network = addTermFlags(grant.command('network'))
    .description('a host')
    .argument('<component-id>', 'id of the component')
    .argument('<host>', 'such as api.example.com, *.example.com, https://example.com:8443')
  network.action((id: string, host: string) =>
    allow(context, network, { kind: 'network', id, details: { host } }),
  )
  const variable = addTermFlags(grant.command('environment-variable'))
    .description('a variable of --env, --env-file or the configuration')
    .argument('<component-id>', 'id of the component')
    .argument('<key>', 'name of the variable')
  variable.action((id: string, key: string) =>
    allow(context, variable, { kind: 'environment', id, details: { key } }),
  )
  const memory = grant
    .command('memory')
    .description('how much memory it may use')
    .argument('<component-id>', 'id of the component')
    .argument('<limit>', 'such as 512Mi or 1Gi')
  memory.action((id: string, limit: string) =>
    allow(context, memory, { kind: 'memory', id, details: { memory: limit } }),
  )
  const state = grant
    .command('state')
    .description('how much it may keep from one call to the next')
    .argument('<component-id>', 'id of the component')
    .argument('<quota>', 'such as 10Mi')
  state.action((id: string, quota: string) =>
    allow(context, state, { kind: 'state', id, details: { quota } }),
  )
  const requested = grant
    .command('requested')
    .description('everything that the policy which came with a component asks for')
    .argument('<component-id>', 'id of the component')
  requested.action((id: string) => allowRequested(context, requested, id))
  for (const command of grant.commands) command.addOption(yesOption())
  return grant
}

type GrantFlags = CommonFlags & { readonly yes?: boolean }

interface WrittenGrant {
  readonly kind: GrantKind
  readonly id: string
  readonly details: object
}

function allow(context: CliContext, command: Command, { kind, id, details }: WrittenGrant): Promise<void> {
  const { yes, ...flags } = command.optsWithGlobals<GrantFlags & TermFlags>()
  const terms = termsOf(flags)
  const grant = withTarget(parseGrant(kind, details))
  return withComponents(context, flags, async ({ components: { permissions } }, config) => {
    if (!(await permissions.hasGrant(id, grant))) {
      const question = `The component ${quotedText(id)} may then ${describeScope(grant)}, ${describeTerms(terms)}.`
      await requirePerson(question, { context, config, yes })
    }
    const notes = await permissions.grant(id, grant, terms)
    const { grantedAnswer } = await import('#mcp')
    context.stdout.write(`${await formatOutput(grantedAnswer({ id, grant, terms, notes }), 'json')}\n`)
  })
}

function allowRequested(context: CliContext, command: Command, id: string): Promise<void> {
  const { yes, ...flags } = command.optsWithGlobals<GrantFlags>()
  return withComponents(context, flags, async ({ components: { permissions } }, config) => {
    const notes = await permissions.grantRequested(id, async (asked) => {
      const question = `The component ${quotedText(id)} may then use:\n${await formatOutput(asked, 'yaml')}`
      await requirePerson(question, { context, config, yes })
    })
    const { report } = await permissions.view(id)
    const answer = {
      status: 'permission granted successfully',
      component_id: id,
      permission_type: 'requested',
      details: report.requested,
      ...(notes.length > 0 && { notes }),
    }
    context.stdout.write(`${await formatOutput(answer, 'json')}\n`)
  })
}

function splitAtCommas(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
