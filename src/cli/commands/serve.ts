import { Command, Option } from 'commander'

import type { CliContext } from '../cli-context.ts'
import { ExitError } from '../exit-error.ts'
import { addServerFlags, type ServerFlags } from './server-flags.ts'

const USAGE_ERROR = 2

type ServeFlags = ServerFlags & { readonly stdio?: boolean; readonly sse?: boolean }

/** `serve --stdio`: the same as `run`, under its older name. */
export function serveCommand(context: CliContext): Command {
  return addServerFlags(new Command('serve'))
    .description('Serve MCP')
    .option('--stdio', "over stdin and stdout, the same as 'run'")
    .addOption(new Option('--sse').hideHelp())
    .addOption(new Option('--http').hideHelp())
    .addOption(new Option('--streamable-http').hideHelp())
    .action(async (_flags, command: Command) => {
      const flags = command.optsWithGlobals<ServeFlags>()
      if (flags.sse) {
        throw new ExitError(
          "error: unexpected argument '--sse' found: MCP no longer has this transport, use 'serve --stdio' or 'run'",
          USAGE_ERROR,
        )
      }
      if (!flags.stdio) {
        throw new ExitError(
          "error: serving over HTTP is not there yet, use 'serve --stdio' or 'run'",
          USAGE_ERROR,
        )
      }
      const { serveStdio } = await import('../serve-stdio.ts')
      await serveStdio(context, flags)
    })
}
