import { dirname } from 'node:path'

import { chooseIsolation, type Isolation, PROCESS_ISOLATION } from '#sandbox'

import { findDebianProgram } from './debian-program.ts'

/** The layers that every attack is tried under: Node's permission model alone, and the operating system around it. */
export const ISOLATIONS: readonly { readonly name: string; readonly find: () => Promise<Isolation> }[] = [
  { name: 'process', find: async () => PROCESS_ISOLATION },
  { name: 'bubblewrap', find: findBubblewrap },
]

/** Bubblewrap, which must work here: an attack that was not tried is not stopped. */
export async function findBubblewrap(): Promise<Isolation> {
  const program = await findDebianProgram({ name: 'bwrap', package: 'bubblewrap' })
  const search = { mode: 'os', platform: 'linux', path: dirname(program) } as const
  return (await chooseIsolation(search)).isolation
}
