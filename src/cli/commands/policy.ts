import { Command } from 'commander'

import type { Explanation } from '#policy'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { invokeTool } from '../invoke-tool.ts'
import { formatOutput, type OutputFormat } from '../output/output-format.ts'
import { printToolResult } from '../output/print-tool-result.ts'
import { withComponents, type CommonFlags } from '../with-components.ts'
import { outputOption } from './output-option.ts'
import { validatePolicies } from '../validate-policies.ts'

type PolicyFlags = CommonFlags & {
  readonly outputFormat: OutputFormat
  readonly strict?: boolean
  readonly tool?: string
}

/** `policy get|validate|explain`: what policies say and mean. */
export function policyCommand(context: CliContext): Command {
  const policy = new Command('policy').description('Look at the policies of components')
  const getCommand = policy
    .command('get')
    .description('Show what a component was granted and what its author asks for')
    .argument('<component-id>', 'id of the component')
    .addOption(outputOption())
  getCommand.action((id: string) => get(context, id, getCommand.optsWithGlobals<PolicyFlags>()))
  const validateCommand = policy
    .command('validate')
    .description('Check policies: a file, one of a component, or all')
    .argument('[file-or-id]', 'a path, or the id of a component')
    .option('--strict', 'take what has no effect for an error')
    .addOption(outputOption())
  validateCommand.action((target: string | undefined) =>
    validate(context, target, validateCommand.optsWithGlobals<PolicyFlags>()),
  )
  const explainCommand = policy
    .command('explain')
    .description('Say whether something is allowed, and by which rule')
    .argument('<component-id>', 'id of the component')
    .argument('<what>', "'/a/path', 'https://a.host/path', 'POST https://…', 'tcp://host:22' or a variable")
    .option('--tool <name>', 'for a call of this exported function')
    .addOption(outputOption())
  explainCommand.action((id: string, what: string) =>
    explain(context, { id, what }, explainCommand.optsWithGlobals<PolicyFlags>()),
  )
  return policy
}

function get(context: CliContext, id: string, flags: PolicyFlags): Promise<void> {
  return withComponents(context, flags, async (composition) => {
    const call = { name: 'get-policy', arguments: { component_id: id } }
    await printToolResult(await invokeTool(call, composition, { context }), flags.outputFormat, context)
  })
}

function validate(context: CliContext, target: string | undefined, flags: PolicyFlags): Promise<void> {
  return withComponents(context, flags, async ({ components }) => {
    const checked = await validatePolicies(components, target)
    const isValid = checked.every(({ problems, warnings }) => {
      return problems.length === 0 && (flags.strict !== true || warnings.length === 0)
    })
    const answer = { status: isValid ? 'valid' : 'invalid', policies: checked }
    context.stdout.write(`${await formatOutput(answer, flags.outputFormat)}\n`)
    if (isValid) return
    const [first] = checked.flatMap(({ problems, warnings }) => [...problems, ...warnings])
    throw new ExitError(`Error: ${first ?? 'A policy is not valid'}`)
  })
}

function explain(
  context: CliContext,
  { id, what }: { readonly id: string; readonly what: string },
  flags: PolicyFlags,
): Promise<void> {
  return withComponents(context, flags, async ({ components }) => {
    const answers = await components.permissions.explain(id, what, flags.tool)
    const output = { component_id: id, answers: answers.map(describeAnswer) }
    context.stdout.write(`${await formatOutput(output, flags.outputFormat)}\n`)
  })
}

function describeAnswer({ attempt, decision, note }: Explanation): object {
  if (decision.kind === 'allowed') {
    return { attempt, decision: 'allowed', rule: decision.rule, ...(note !== null && { note }) }
  }
  const { reason, rule, grant } = decision
  return { attempt, decision: 'denied', reason, rule, ...(grant !== null && { would_allow: grant }) }
}
