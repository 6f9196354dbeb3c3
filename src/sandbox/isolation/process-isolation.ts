import { isLinuxProgram } from './is-linux-program.ts'
import type { Isolation } from './isolation.ts'

/** Ends a process with its parent, also when the parent was killed: a spinning guest never notices a closed pipe. */
const SETPRIV = '/usr/bin/setpriv'

/** No layer of the operating system: the process under Node's permission model alone. */
export const PROCESS_ISOLATION: Isolation = {
  name: 'process',
  get endsWithHost() {
    return isLinuxProgram(SETPRIV)
  },
  unwalled: null,
  filter: null,
  filtersSystemCalls: false,
  wrap: ({ command }) =>
    isLinuxProgram(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--', ...command] : command,
}
