import { Command } from 'commander'

import type { Check, WallOffer } from '#components'
import type { Config } from '#platform'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { formatOutput, type OutputFormat } from '../output/output-format.ts'
import { plainLine } from '../output/plain-text.ts'
import { commonSettings, type CommonFlags } from '../with-components.ts'
import { requirePerson } from '../require-person.ts'
import { outputOption } from './output-option.ts'
import { yesOption } from './yes-option.ts'

interface DoctorFlags extends CommonFlags {
  readonly outputFormat: OutputFormat
  readonly isolation?: string
  readonly installWall?: boolean
  readonly yes?: boolean
}

/** `doctor`: what works here, what is missing, and what to do about it. */
export function doctorCommand(context: CliContext): Command {
  const command = new Command('doctor')
  return command
    .description('Show what works here, what is missing, and the next step')
    .option(
      '--install-wall',
      'first unpack bubblewrap from the package of this Debian, for you alone and without root',
    )
    .addOption(yesOption())
    .addOption(outputOption().default('table'))
    .action(() => examine(context, command.optsWithGlobals<DoctorFlags>()))
}

async function examine(context: CliContext, flags: DoctorFlags): Promise<void> {
  const config = await context.loadConfig({ ...commonSettings(flags), defaultLogLevel: 'warn' })
  if (flags.installWall === true) await install(context, config, flags.yes)
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

async function install(context: CliContext, config: Config, yes: boolean | undefined): Promise<void> {
  const { installWall } = await import('#components')
  await installWall(config, (offer) => requirePerson(describeOffer(offer), { context, config, yes }))
}

function describeOffer({ url, bytes, sha256, target }: WallOffer): string {
  return [
    'bubblewrap is then unpacked, which puts a wall of the operating system around components.',
    `  from    ${plainLine(url)}`,
    `  bytes   ${bytes}`,
    `  sha256  ${sha256}, as the package lists of this system have it`,
    `  to      ${plainLine(target)}`,
  ].join('\n')
}

/** Names of files and messages about their content come from strangers. */
function describeCheck({ name, status, detail, next }: Check): string {
  const line = `${status.padEnd(7)}  ${name.padEnd(18)}  ${plainLine(detail)}`
  return next === null ? line : `${line}\n${' '.repeat(29)}next: ${plainLine(next)}`
}
