import { Command } from 'commander'

import { quotedText } from '#platform'
import { describeGrant, describeScope, describeTerms, type PendingRequest } from '#policy'

import type { Config } from '#platform'

import type { CliContext, Composition } from '../../cli-context.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { requirePerson } from '../../require-person.ts'
import { withComponents, type CommonFlags } from '../../with-components.ts'
import { addTermFlags, termsOf, type TermFlags } from './grant-terms.ts'
import { outputOption } from '../output-option.ts'
import { yesOption } from '../yes-option.ts'

/** `permission pending`: what waits for a decision. */
export function pendingCommand(context: CliContext): Command {
  const command = new Command('pending')
  return command
    .description('List the permissions that were asked for')
    .addOption(outputOption())
    .action(() => {
      const flags = command.optsWithGlobals<CommonFlags & { outputFormat: OutputFormat }>()
      return print(context, flags, async ({ components }) => {
        const requests = await components.permissions.pending()
        return { requests: await Promise.all(requests.map(describeRequest)), total: requests.length }
      })
    })
}

/** `permission approve <request-id>`: grants what was asked for. */
export function approveCommand(context: CliContext): Command {
  const command = addTermFlags(new Command('approve'))
  return command
    .description('Allow what was asked for')
    .argument('<request-id>', "as 'permission pending' and denials show it")
    .addOption(yesOption())
    .action((requestId: string) => {
      const { yes, ...flags } = command.optsWithGlobals<CommonFlags & TermFlags & { yes?: boolean }>()
      const terms = termsOf(flags)
      return print(context, flags, async ({ components: { permissions } }, config) => {
        // A request that cannot be shown ends here: it could be there again by the time that it is granted.
        const shown = await permissions.waiting(requestId)
        const question = `The component ${quotedText(shown.componentId)} may then ${describeScope(shown.grant)}, ${describeTerms(terms)}.`
        await requirePerson(question, { context, config, yes })
        const { request, notes } = await permissions.approve(shown, terms)
        const { componentId: id, grant } = request
        const { grantedAnswer } = await import('#mcp')
        return { ...grantedAnswer({ id, grant, terms, notes }), allows: describeScope(grant) }
      })
    })
}

/** `permission deny <request-id>`: refuses what was asked for. */
export function denyCommand(context: CliContext): Command {
  const command = new Command('deny')
  return command
    .description('Refuse what was asked for')
    .argument('<request-id>', "as 'permission pending' and denials show it")
    .option('--always', 'write a deny into the policy, which no later grant passes')
    .action((requestId: string) => {
      const { always = false, ...flags } = command.optsWithGlobals<CommonFlags & { always?: boolean }>()
      return print(context, flags, async ({ components }) => {
        const request = await components.permissions.refuse(requestId, { forGood: always })
        return {
          status: always ? 'permission denied for good' : 'permission denied',
          ...(await describeRequest(request)),
        }
      })
    })
}

async function print(
  context: CliContext,
  flags: CommonFlags & { readonly outputFormat?: OutputFormat },
  answer: (composition: Composition, config: Config) => Promise<object>,
): Promise<void> {
  await withComponents(context, flags, async (composition, config) => {
    context.stdout.write(
      `${await formatOutput(await answer(composition, config), flags.outputFormat ?? 'json')}\n`,
    )
  })
}

async function describeRequest({ id, componentId, grant, tool, createdAt }: PendingRequest): Promise<object> {
  const { permissionType } = await import('#mcp')
  return {
    id,
    component_id: componentId,
    permission_type: permissionType(grant.kind),
    details: describeGrant(grant).details,
    allows: describeScope(grant),
    ...(tool !== null && { tool }),
    created_at: new Date(createdAt).toISOString(),
  }
}
