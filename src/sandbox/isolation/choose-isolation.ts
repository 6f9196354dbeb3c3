import { once } from 'node:events'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'

import { CodedError, describeError } from '#platform'

import { spawnApart } from '../process/spawn-apart.ts'
import { bubblewrap } from './bubblewrap.ts'
import type { ConfinedCommand, Isolation, IsolationMode } from './isolation.ts'
import { PROCESS_ISOLATION } from './process-isolation.ts'
import { seatbelt } from './seatbelt.ts'
import { sandboxFilter } from './seccomp/sandbox-filter.ts'

/** How long a trial start may take, in milliseconds. */
const TRIAL_TIMEOUT_MS = 10_000

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

async function findIsolation({ platform, path }: IsolationSearch): Promise<IsolationChoice> {
  if (platform === 'linux') {
    const program = await findProgram('bwrap', path)
    return program === null
      ? none('install bubblewrap (Debian: apt install bubblewrap)')
      : firstThatWorks([bubblewrap(program, sandboxFilter(process.arch)), bubblewrap(program, null)])
  }
  if (platform === 'darwin') return firstThatWorks([seatbelt('/usr/bin/sandbox-exec')])
  return none(`none is known for ${platform}`)
}

/** What is missing is told of the best of them. */
async function firstThatWorks([best, ...others]: readonly [
  Isolation,
  ...Isolation[],
]): Promise<IsolationChoice> {
  const choice = await tried(best)
  for (const isolation of choice.missing === null ? [] : others) {
    const other = await tried(isolation)
    if (other.missing === null) return other
  }
  return choice
}

/** A program that is there may still not work: kernels and containers can forbid user namespaces, and a profile the engine. */
async function tried(isolation: Isolation): Promise<IsolationChoice> {
  const confined = { command: [process.execPath, '--eval', '0'], readable: [], writable: [] }
  const said = await trialStart(isolation, confined)
  return said === null
    ? { isolation, missing: null }
    : none(`${isolation.name} is installed and does not work here: ${lastLine(said)}`)
}

/** What went wrong; null where nothing did. */
async function trialStart(isolation: Isolation, confined: ConfinedCommand): Promise<string | null> {
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

async function findProgram(name: string, path: string): Promise<string | null> {
  for (const folder of path.split(delimiter).filter((item) => item.startsWith('/'))) {
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
