import { Command } from 'commander'

import type { CliContext } from '../cli-context.ts'
import { serveStdio } from '../serve-stdio.ts'
import { addServerFlags, type ServerFlags } from './server-flags.ts'

/** `run`: MCP over stdin and stdout. */
export function runCommand(context: CliContext): Command {
  return addServerFlags(new Command('run'))
    .description('Serve MCP over stdin and stdout')
    .action((_flags, command: Command) => serveStdio(context, command.optsWithGlobals<ServerFlags>()))
}
