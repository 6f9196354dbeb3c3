import { once } from 'node:events'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'

import { CodedError, describeError } from '#platform'

import { spawnApart } from '../process/spawn-apart.ts'
import { bubblewrap } from './bubblewrap.ts'
import type { Isolation, IsolationMode } from './isolation.ts'
import { landlock } from './landlock.ts'
import { PROCESS_ISOLATION } from './process-isolation.ts'
import { seatbelt } from './seatbelt.ts'
import { keepFilter } from './seccomp/keep-filter.ts'
import { sandboxFilter } from './seccomp/sandbox-filter.ts'
import { unpackedPrograms } from './unpacked-programs.ts'

/** How long a trial start may take, in milliseconds. */
const TRIAL_TIMEOUT_MS = 10_000

const NO_BUBBLEWRAP =
  "install bubblewrap (Debian: apt install bubblewrap, or without root 'wassette doctor --install-wall')"

/** What was found, and why not more. */
export interface IsolationChoice {
  readonly isolation: Isolation
  /** Why there is no layer of the operating system, as a sentence with the next step; null where there is one. */
  readonly missing: string | null
}

/** Where to look. */
export interface IsolationSearch {
  readonly mode: IsolationMode
  readonly platform: NodeJS.Platform
  /** Folders as in the variable `PATH`. */
  readonly path: string
  /** A folder of ours for what walls are made of: an unpacked bubblewrap, and the filter for a wall that reads a file. */
  readonly folder?: string | null
}

/**
 * Finds the layer of the operating system and tries it once.
 *
 * @throws CodedError `ISOLATION_MISSING` when the mode is `os` and there is none that works
 */
export async function chooseIsolation(search: IsolationSearch): Promise<IsolationChoice> {
  if (search.mode === 'process')
    return { isolation: PROCESS_ISOLATION, missing: 'It was turned off by --isolation process' }
  const choice = await findIsolation(search)
  if (search.mode === 'os' && choice.missing !== null) {
    throw new CodedError(
      'ISOLATION_MISSING',
      `There is no isolation by the operating system: ${choice.missing}`,
    )
  }
  return choice
}

async function findIsolation(search: IsolationSearch): Promise<IsolationChoice> {
  const { platform } = search
  if (platform === 'linux') return firstThatWorks(await linuxWalls(search), NO_BUBBLEWRAP)
  if (platform === 'darwin')
    return firstThatWorks([seatbelt('/usr/bin/sandbox-exec')], 'there is no sandbox-exec')
  return none(`none is known for ${platform}`)
}

/** Best first. */
async function linuxWalls({ path, folder = null }: IsolationSearch): Promise<readonly Isolation[]> {
  const bwrap = await findProgram('bwrap', [path, ...(folder === null ? [] : [unpackedPrograms(folder)])])
  const setpriv = await findProgram('setpriv', [path])
  const filter = sandboxFilter(process.arch)
  return [
    ...(bwrap === null ? [] : [bubblewrap(bwrap, filter), bubblewrap(bwrap, null)]),
    ...(setpriv === null ? [] : await landlockWalls(setpriv, { filter, folder })),
  ]
}

/** Without a filter it leaves the network to Node, which does not refuse sockets before Node 25. */
async function landlockWalls(
  setpriv: string,
  { filter, folder }: { readonly filter: Uint8Array | null; readonly folder: string | null },
): Promise<readonly Isolation[]> {
  const file = filter === null || folder === null ? null : await keepFilter(filter, folder)
  const refusesSockets = process.allowedNodeEnvironmentFlags.has('--allow-net')
  return [
    ...(file === null ? [] : [landlock(setpriv, file)]),
    ...(refusesSockets ? [landlock(setpriv, null)] : []),
  ]
}

/** What is missing is told of bubblewrap, where it is there, and that it is not, where it is not. */
async function firstThatWorks(walls: readonly Isolation[], missing: string): Promise<IsolationChoice> {
  let why = missing
  for (const isolation of walls) {
    const said = await trialStart(isolation)
    if (said === null) return { isolation, missing: null }
    const isTold = isolation.name !== 'landlock' && why === missing
    if (isTold) why = `${isolation.name} is installed and does not work here: ${lastLine(said)}`
  }
  return none(why)
}

/**
 * What goes wrong where Node is started behind a wall; null where nothing does.
 *
 * A program that is there may still not work: kernels and containers can forbid user namespaces, and a profile the engine.
 */
async function trialStart(isolation: Isolation): Promise<string | null> {
  const confined = { command: [process.execPath, '--eval', '0'], readable: [], writable: [] }
  const child = spawnApart(isolation.wrap(confined), isolation.filter)
  const timer = setTimeout(() => child.kill('SIGKILL'), TRIAL_TIMEOUT_MS)
  try {
    const said = child.stderr === null ? '' : text(child.stderr)
    const [code, signal]: unknown[] = await once(child, 'close')
    if (code === 0) return null
    return (await said).trim() || `it ended with ${String(signal ?? code)}`
  } catch (error) {
    return describeError(error)
  } finally {
    clearTimeout(timer)
  }
}

function none(missing: string): IsolationChoice {
  return { isolation: { ...PROCESS_ISOLATION, unwalled: missing }, missing }
}

async function findProgram(name: string, paths: readonly string[]): Promise<string | null> {
  for (const folder of paths
    .flatMap((path) => path.split(delimiter))
    .filter((item) => item.startsWith('/'))) {
    const program = join(folder, name)
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return program
  }
  return null
}

function lastLine(said: string): string {
  return said.trim().split('\n').at(-1) ?? said
}
