import { realpathSync } from 'node:fs'
import { basename } from 'node:path'

import type { Isolation } from './isolation.ts'

/** Ends a process with its parent, also when the parent was killed: a spinning guest never notices a closed pipe. */
const SETPRIV = '/usr/bin/setpriv'

/** No layer of the operating system: the process under Node's permission model alone. */
export const PROCESS_ISOLATION: Isolation = {
  name: 'process',
  get endsWithHost() {
    return hasSetpriv()
  },
  unwalled: null,
  filter: null,
  filtersSystemCalls: false,
  wrap: ({ command }) => (hasSetpriv() ? [SETPRIV, '--pdeathsig', 'KILL', '--', ...command] : command),
}

/** The one of BusyBox knows no `--pdeathsig`, and would start nothing at all. */
function hasSetpriv(): boolean {
  if (process.platform !== 'linux') return false
  try {
    return basename(realpathSync(SETPRIV)) === 'setpriv'
  } catch {
    return false
  }
}
