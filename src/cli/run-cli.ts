import { CommanderError } from 'commander'

import { describeError } from '#platform'

import type { CliProcess } from './cli-context.ts'
import { createProgram } from './create-program.ts'
import { ExitError } from './exit-error.ts'
import { ShownOutput } from './output/shown-output.ts'
import { openTerminal } from './terminal.ts'

const FAILURE = 1
const USAGE_ERROR = 2

/** Runs one command line, without the name of the program, and returns its exit code: 1 for a failure, 2 for wrong usage. */
export async function runCli(args: readonly string[], surroundings: CliProcess): Promise<number> {
  const context = {
    openTerminal,
    ...surroundings,
    stdout: new ShownOutput(surroundings.stdout),
    stderr: new ShownOutput(surroundings.stderr),
  }
  try {
    if (args.length === 0) throw new ExitError('No command provided. Use --help for usage information.')
    await createProgram(context).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // Commander has already written its own message.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR
    const message = error instanceof ExitError ? error.message : `Error: ${describeError(error)}`
    context.stderr.write(`${message}\n`)
    return error instanceof ExitError ? error.exitCode : FAILURE
  }
}
