import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { CodedError, describeError } from '#platform'

const STEP_TIMEOUT_MS = 120_000

/** A package, as apt knows it from its signed lists. */
export interface AptPackage {
  readonly url: string
  readonly fileName: string
  readonly bytes: number
  /** In hexadecimal. */
  readonly sha256: string
}

/** Where apt works, and with what. */
export interface AptPlace {
  /** A folder of ours, which is removed afterwards. */
  readonly folder: string
  /** Variables: `PATH` and proxies. */
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Finds a package without root, in the lists of the machine, else in some of our own: a fresh container has none.
 *
 * @throws CodedError `WALL_NOT_INSTALLED`
 */
export async function findPackage(name: string, place: AptPlace): Promise<AptPackage> {
  const inMachineLists = await look(name, place).catch(() => null)
  if (inMachineLists !== null) return inMachineLists
  for (const part of ['lists/partial', 'cache/archives/partial']) {
    await mkdir(join(place.folder, part), { recursive: true })
  }
  await runThere('apt-get', [...ownLists(place), 'update'], place)
  const found = await look(name, place, ownLists(place))
  if (found === null) throw refusal(`apt knows no package '${name}'`)
  return found
}

/** Downloads it into the folder, and returns where it lies; apt verifies what it downloads. @throws CodedError `WALL_NOT_INSTALLED` */
export async function downloadPackage(name: string, place: AptPlace): Promise<void> {
  await runThere('apt-get', ['download', name], place).catch(() =>
    runThere('apt-get', [...ownLists(place), 'download', name], place),
  )
}

/** Runs a program of the package manager. @throws CodedError `WALL_NOT_INSTALLED` */
export async function runThere(
  program: string,
  args: readonly string[],
  { folder, environment }: AptPlace,
): Promise<string> {
  try {
    const env = { ...environment, LC_ALL: 'C' }
    const { stdout } = await promisify(execFile)(program, args, {
      cwd: folder,
      env,
      timeout: STEP_TIMEOUT_MS,
    })
    return stdout
  } catch (error) {
    throw refusal(`'${program}' failed: ${describeError(error).split('\n')[0] ?? ''}`)
  }
}

/** Why there is no wall yet, with what a person can do. */
export function refusal(why: string): CodedError {
  return new CodedError(
    'WALL_NOT_INSTALLED',
    `bubblewrap was not unpacked: ${why}; install it with the package manager of this system`,
  )
}

function ownLists({ folder }: AptPlace): readonly string[] {
  return ['-o', `Dir::State::lists=${join(folder, 'lists')}`, '-o', `Dir::Cache=${join(folder, 'cache')}`]
}

async function look(
  name: string,
  place: AptPlace,
  options: readonly string[] = [],
): Promise<AptPackage | null> {
  const said = await runThere('apt-get', [...options, 'download', '--print-uris', name], place)
  const line = /^'([^'\s]+)' ([\w.+~%-]+\.deb) (\d+) SHA256:([0-9a-f]{64})$/m.exec(said)
  if (line === null) return null
  const [, url = '', fileName = '', bytes = '', sha256 = ''] = line
  return { url, fileName, bytes: Number(bytes), sha256 }
}
