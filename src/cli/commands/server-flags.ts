import { type Command, Option } from 'commander'

import type { CommonFlags } from '../with-components.ts'
import { collect } from './collect.ts'

/** Flags of the commands that serve MCP. */
export interface ServerFlags extends CommonFlags {
  readonly env?: readonly string[]
  readonly envFile?: string
  readonly isolation?: string
  readonly grants?: string
  readonly disableBuiltinTools?: boolean
  readonly manifest?: string
  readonly continueOnProvisioningFailure?: boolean
}

/** Adds them to a command. */
export function addServerFlags(command: Command): Command {
  return command
    .option('--env <KEY=VALUE>', 'a variable that a component can be granted; repeat it for more', collect)
    .option('--env-file <path>', 'a file with such variables, KEY=VALUE a line')
    .addOption(
      new Option('--isolation <layer>', "the operating system's layer around sandbox processes").choices([
        'auto',
        'os',
        'process',
      ]),
    )
    .addOption(
      new Option(
        '--grants <who>',
        'who decides when a model asks for a permission: you, the model, nobody',
      ).choices(['ask', 'model', 'operator']),
    )
    .option('--manifest <file>', 'components to install, and what each of them is granted')
    .option(
      '--continue-on-provisioning-failure',
      'serve also when a component of the manifest cannot be installed',
    )
    .option('--disable-builtin-tools', 'offer the tools of the components only')
}
