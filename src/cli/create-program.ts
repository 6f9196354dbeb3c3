import { Command, Option } from 'commander'

import { buildInfo } from './build-info.ts'
import type { CliContext } from './cli-context.ts'
import { auditCommand } from './commands/audit.ts'
import { bundleCommand } from './commands/bundle.ts'
import { cacheCommand } from './commands/cache.ts'
import { componentCommand } from './commands/component/component.ts'
import { copyCommand } from './commands/authoring/copy.ts'
import { doctorCommand } from './commands/doctor.ts'
import { inspectCommand } from './commands/inspect.ts'
import { permissionCommand } from './commands/permission/permission.ts'
import { policyCommand } from './commands/policy.ts'
import { pullCommand } from './commands/authoring/pull.ts'
import { pushCommand } from './commands/authoring/push.ts'
import { registryCommand } from './commands/registry.ts'
import { runCommand } from './commands/run.ts'
import { secretCommand } from './commands/secret.ts'
import { serveCommand } from './commands/serve.ts'
import { signCommand } from './commands/authoring/sign.ts'
import { tagsCommand } from './commands/authoring/tags.ts'
import { toolCommand } from './commands/tool.ts'
import { verifyCommand } from './commands/authoring/verify.ts'

const COMMANDS = [
  runCommand,
  serveCommand,
  componentCommand,
  inspectCommand,
  toolCommand,
  policyCommand,
  permissionCommand,
  secretCommand,
  registryCommand,
  auditCommand,
  cacheCommand,
  bundleCommand,
  pushCommand,
  pullCommand,
  copyCommand,
  tagsCommand,
  signCommand,
  verifyCommand,
  doctorCommand,
]

/**
 * Describes the command line. What a command needs of other rooms is loaded when it runs: `--help` need not wait for a server.
 *
 * Parsing throws commander's `CommanderError` instead of ending the process. */
export function createProgram(context: CliContext): Command {
  const program = new Command('wassette')
    .description('A security-oriented runtime that runs WebAssembly Components via MCP')
    .version(buildInfo(context.version), '-V, --version', 'print the version and how it was built')
    .option('--component-dir <path>', 'folder of the installed components')
    .option('--lock <file>', 'file that says which version each reference stands for')
    .option('--pinned', 'use locked versions without asking the registry')
    .addOption(new Option('--plugin-dir <path>', 'older name of --component-dir').hideHelp())
  for (const makeCommand of COMMANDS) program.addCommand(makeCommand(context))
  for (const command of [program, ...descendants(program)]) configure(command, context)
  return program
}

function descendants(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)])
}

function configure(command: Command, context: CliContext): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: (text, write) => write(inWordsOfClap(text)),
    })
}

/** Scripts look for the words of Wassette's parser. */
function inWordsOfClap(text: string): string {
  return text
    .replace(/unknown command '([^']*)'/, "unrecognized subcommand '$1'")
    .replace(/unknown option '([^']*)'/, "unexpected argument '$1' found")
}
