import { Command } from 'commander'

import type { Check } from '#components'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { formatOutput, type OutputFormat } from '../output/output-format.ts'
import { plainLine } from '../output/plain-text.ts'
import { commonSettings, type CommonFlags } from '../with-components.ts'
import { outputOption } from './output-option.ts'

type DoctorFlags = CommonFlags & { readonly outputFormat: OutputFormat; readonly isolation?: string }

/** `doctor`: what works here, what is missing, and what to do about it. */
export function doctorCommand(context: CliContext): Command {
  const command = new Command('doctor')
  return command
    .description('Show what works here, what is missing, and the next step')
    .addOption(outputOption().default('table'))
    .action(() => examine(context, command.optsWithGlobals<DoctorFlags>()))
}

async function examine(context: CliContext, flags: DoctorFlags): Promise<void> {
  const config = await context.loadConfig({ ...commonSettings(flags), defaultLogLevel: 'warn' })
  const { diagnose } = await import('#components')
  const checks = await diagnose(config)
  const failed = checks.filter(({ status }) => status === 'failed')
  const output =
    flags.outputFormat === 'table'
      ? checks.map(describeCheck).join('\n')
      : await formatOutput({ status: failed.length === 0 ? 'ok' : 'failed', checks }, flags.outputFormat)
  context.stdout.write(`${output}\n`)
  if (failed.length > 0) {
    throw new ExitError(`Error: ${failed.map(({ name }) => name).join(', ')}: this keeps it from working`)
  }
}

/** Names of files and messages about their content come from strangers. */
function describeCheck({ name, status, detail, next }: Check): string {
  const line = `${status.padEnd(7)}  ${name.padEnd(18)}  ${plainLine(detail)}`
  return next === null ? line : `${line}\n${' '.repeat(29)}next: ${plainLine(next)}`
}
