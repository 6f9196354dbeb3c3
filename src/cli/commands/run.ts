import { Command } from 'commander'

import type { CliContext } from '../cli-context.ts'
import { addServerFlags, type ServerFlags } from './server-flags.ts'

/** `run`: MCP over stdin and stdout. */
export function runCommand(context: CliContext): Command {
  return addServerFlags(new Command('run'))
    .description('Serve MCP over stdin and stdout')
    .action(async (_flags, command: Command) => {
      const { serveStdio } = await import('../serve-stdio.ts')
      await serveStdio(context, command.optsWithGlobals<ServerFlags>())
    })
}
