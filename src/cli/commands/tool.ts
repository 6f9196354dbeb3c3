import { Command } from 'commander'

import type { Components } from '#components'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { invokeTool } from '../invoke-tool.ts'
import { formatOutput, type OutputFormat } from '../output/output-format.ts'
import { parseToolArguments } from '../parse-tool-arguments.ts'
import { personAtTerminal } from '../person-at-terminal.ts'
import { printToolResult } from '../output/print-tool-result.ts'
import { withComponents, type CommonFlags } from '../with-components.ts'
import { outputOption } from './output-option.ts'
import { yesOption } from './yes-option.ts'

type ToolFlags = CommonFlags & {
  readonly outputFormat: OutputFormat
  readonly args: string
  readonly dryRun?: boolean
  readonly yes?: boolean
}

/** `tool list|read|invoke`: what a client sees and calls, from a shell. */
export function toolCommand(context: CliContext): Command {
  const tool = new Command('tool').description('List, read and invoke tools')
  tool
    .command('list')
    .description('List every tool, those of the server too')
    .addOption(outputOption())
    .action((_flags, command: Command) => list(context, command.optsWithGlobals<ToolFlags>()))
  tool
    .command('read')
    .description('Show one tool and its schemas')
    .argument('<name>', 'name of the tool')
    .addOption(outputOption())
    .action((name: string, _flags, command: Command) =>
      read(context, name, command.optsWithGlobals<ToolFlags>()),
    )
  tool
    .command('invoke')
    .description('Call a tool')
    .argument('<name>', 'name of the tool')
    .option('--args <json>', 'arguments as a JSON object', '{}')
    .option('--dry-run', 'change nothing, and list what the call would ask for')
    .addOption(yesOption())
    .addOption(outputOption())
    .action((name: string, _flags, command: Command) =>
      invoke(context, name, command.optsWithGlobals<ToolFlags>()),
    )
  return tool
}

function list(context: CliContext, flags: ToolFlags): Promise<void> {
  return withComponents(context, flags, async ({ components }) => {
    const output = await formatOutput({ tools: await describeTools(components) }, flags.outputFormat)
    context.stdout.write(`${output}\n`)
  })
}

function read(context: CliContext, name: string, flags: ToolFlags): Promise<void> {
  return withComponents(context, flags, async ({ components }) => {
    const found = (await describeTools(components)).find((tool) => tool.name === name)
    if (!found) throw new ExitError(`Tool not found: ${name}`)
    context.stdout.write(`${await formatOutput(found, flags.outputFormat)}\n`)
  })
}

async function invoke(context: CliContext, name: string, flags: ToolFlags): Promise<void> {
  const call = { name, arguments: parseToolArguments(flags.args) }
  if (flags.dryRun === true) return dryRun(context, call, flags)
  await withComponents(context, flags, async (composition, config) => {
    const person = personAtTerminal({ context, config, yes: flags.yes })
    const result = await invokeTool(call, composition, { context, person })
    await printToolResult(result, flags.outputFormat, context)
  })
}

/** What the call would ask for is the answer, so it is no failure when there is something. */
async function dryRun(
  context: CliContext,
  call: { readonly name: string; readonly arguments: object },
  flags: ToolFlags,
): Promise<void> {
  const { describeDryRun } = await import('../output/describe-dry-run.ts')
  await withComponents(context, flags, async ({ components }) => {
    const run = await components.dryRun(call.name, call.arguments, { signal: context.signal })
    const { folder } = components.permissions
    const output = await formatOutput(describeDryRun(call.name, run, { folder }), flags.outputFormat)
    context.stdout.write(`${output}\n`)
  })
}

async function describeTools(components: Components) {
  const { listTools } = await import('#mcp')
  return (await listTools(components, { builtinTools: true })).map(
    ({ name, description, inputSchema, outputSchema }) => ({
      name,
      description,
      input_schema: inputSchema,
      output_schema: outputSchema ?? null,
    }),
  )
}
