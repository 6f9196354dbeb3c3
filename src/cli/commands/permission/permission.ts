import { Command } from 'commander'

import type { CliContext } from '../../cli-context.ts'
import { permissionGrantCommand } from './permission-grant.ts'
import { approveCommand, denyCommand, pendingCommand } from './permission-requests.ts'
import { permissionResetCommand, permissionRevokeCommand } from './permission-revoke.ts'

/** `permission grant|revoke|reset|pending|approve|deny`: what components may do, decided by a person. */
export function permissionCommand(context: CliContext): Command {
  return new Command('permission')
    .description('Decide what components may do')
    .addCommand(permissionGrantCommand(context))
    .addCommand(permissionRevokeCommand(context))
    .addCommand(permissionResetCommand(context))
    .addCommand(pendingCommand(context))
    .addCommand(approveCommand(context))
    .addCommand(denyCommand(context))
}
