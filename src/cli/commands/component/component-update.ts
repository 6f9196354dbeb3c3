import { Command } from 'commander'

import type { VersionUpdate } from '#components'

import type { CliContext } from '../../cli-context.ts'
import { ExitError } from '../../exit-error.ts'
import { formatOutput, type OutputFormat } from '../../output/output-format.ts'
import { ProgressLine } from '../../output/progress-line.ts'
import { askPerson } from '../../require-person.ts'
import { flagsAgain, withComponents, type CommonFlags } from '../../with-components.ts'
import { outputOption } from '../output-option.ts'
import { yesOption } from '../yes-option.ts'

/** There is something for a person to look at and to accept. */
const WAITING = 3

interface UpdateFlags extends CommonFlags {
  readonly accept?: boolean
  readonly yes?: boolean
  readonly outputFormat: OutputFormat
}

/** `component update`: what a locked reference leads to now, what is different, and with `--accept` its installation. */
export function componentUpdateCommand(context: CliContext): Command {
  return new Command('update')
    .description('Show what locked references lead to now and what would change; install it with --accept')
    .argument('[id-or-reference...]', 'components or references of the lock file; all of them unless named')
    .option('--accept', 'install what is there now and lock it, each after a question')
    .addOption(yesOption())
    .addOption(outputOption().default('table'))
    .action((targets: readonly string[], _flags, command: Command) =>
      update(context, targets, command.optsWithGlobals<UpdateFlags>()),
    )
}

async function update(context: CliContext, targets: readonly string[], flags: UpdateFlags): Promise<void> {
  const { accept = false, yes, outputFormat, ...common } = flags
  const { describeUpdate } = await import('../../output/describe-update.ts')
  const updates = await withComponents(context, common, async ({ components }, config) => {
    const line = new ProgressLine(context.stderr)
    const accepts = (waiting: VersionUpdate): Promise<boolean> => {
      line.clear()
      return askPerson(`${describeUpdate(waiting)}\nIt is installed and locked then.`, {
        context,
        config,
        yes,
      })
    }
    const options = {
      accept: accept && accepts,
      signal: context.signal,
      onProgress: line.show.bind(line),
    }
    return components.versions.update(targets, options).finally(() => line.clear())
  })
  const shown =
    outputFormat === 'table'
      ? updates.map(describeUpdate).join('\n') || 'Nothing is locked'
      : await formatOutput({ updates: updates.map(toJson) }, outputFormat)
  context.stdout.write(`${shown}\n`)
  checkStatus(updates, common)
}

function checkStatus(updates: readonly VersionUpdate[], flags: CommonFlags): void {
  const failed = updates.filter(({ status }) => status === 'failed')
  if (failed.length > 0) throw new ExitError(`Error: Failed to update: ${failed.map(named).join(', ')}`)
  const waiting = updates.filter(({ status }) => status === 'waiting')
  if (waiting.length === 0) return
  const command = `wassette component update ${waiting.map(({ id }) => id).join(' ')} --accept${flagsAgain(flags)}`
  throw new ExitError(`Not installed, look at what is different and accept it with: ${command}`, WAITING)
}

function named({ reference }: VersionUpdate): string {
  return reference
}

function toJson({ leftOff, ...update }: VersionUpdate): object {
  return { ...update, left_off: leftOff }
}
