import { dirname, join } from 'node:path'

import { chooseIsolation, type Isolation, PROCESS_ISOLATION } from '#sandbox'

import { CACHE, findDebianProgram } from './debian-program.ts'
import { findLandlockPrograms } from './landlock-program.ts'

/** The layers that every attack is tried under: Node's permission model alone, and each wall of the operating system around it. */
export const ISOLATIONS: readonly { readonly name: string; readonly find: () => Promise<Isolation> }[] = [
  { name: 'process', find: async () => PROCESS_ISOLATION },
  { name: 'bubblewrap', find: findBubblewrap },
  { name: 'landlock', find: findLandlock },
]

/** Landlock and a filter, by setpriv; a filter file that lies where all test files find it. */
export async function findLandlock(): Promise<Isolation> {
  const search = { mode: 'os', platform: 'linux', folder: join(CACHE, 'wall') } as const
  return (await chooseIsolation({ ...search, path: await findLandlockPrograms() })).isolation
}

/** Bubblewrap, which must work here: an attack that was not tried is not stopped. */
export async function findBubblewrap(): Promise<Isolation> {
  const program = await findDebianProgram({ name: 'bwrap', package: 'bubblewrap' })
  const search = { mode: 'os', platform: 'linux', path: dirname(program) } as const
  return (await chooseIsolation(search)).isolation
}
