import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Where programs that tests need are unpacked. */
export const CACHE = join(import.meta.dirname, '..', '..', '.cache')
const LOCK_STEPS = 600
const STEP_MS = 200

/** A program of a Debian package: `docker-registry` of `docker-registry`, `bwrap` of `bubblewrap`. */
export interface DebianProgram {
  readonly name: string
  readonly package: string
  /** Whether it needs libraries that not every machine has: they are unpacked beside it. */
  readonly needsLibraries?: boolean
}

/** Where the libraries of a program lie that was unpacked here; null where it is installed. */
export async function librariesOf(program: DebianProgram, path: string): Promise<string | null> {
  if (!path.startsWith(folderOf(program))) return null
  const folder = join(folderOf(program), 'usr', 'lib')
  const machine = (await readdir(folder)).find((name) => name.includes('-linux-'))
  return machine === undefined ? null : join(folder, machine)
}

/**
 * The path of a program: installed, unpacked before, or unpacked now without root.
 *
 * Throws where it cannot be had: a test that needs it fails, for one that is skipped is one that nobody runs.
 */
export async function findDebianProgram(program: DebianProgram): Promise<string> {
  const present = await findPresent(program)
  if (present !== null) return present
  try {
    await withLock(folderOf(program), () => unpack(program))
  } catch (error) {
    throw new Error(
      `${program.name} is missing and apt cannot fetch it: run 'apt-get install ${program.package}'`,
      {
        cause: error,
      },
    )
  }
  const unpacked = await findPresent(program)
  if (unpacked === null) throw new Error(`The package ${program.package} has no program ${program.name}`)
  return unpacked
}

async function findPresent(program: DebianProgram): Promise<string | null> {
  const own = ['bin', 'sbin'].map((name) => join(folderOf(program), 'usr', name))
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...own]
  for (const folder of folders) {
    const path = join(folder, program.name)
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return null
}

function folderOf(program: DebianProgram): string {
  return join(CACHE, program.package)
}

async function unpack(program: DebianProgram): Promise<void> {
  if ((await findPresent(program)) !== null) return
  const folder = await mkdtemp(join(CACHE, 'apt-'))
  try {
    await downloadPackage(program, folder)
    const unpackAll = 'for package in *.deb; do dpkg -x "$package" unpacked || exit 1; done'
    await run('sh', ['-c', unpackAll], { cwd: folder })
    await rename(join(folder, 'unpacked'), folderOf(program))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** With the package lists of the machine, else with lists of our own: a fresh container has none. */
async function downloadPackage(program: DebianProgram, folder: string): Promise<void> {
  const state = join(folder, 'apt')
  for (const part of ['lists/partial', 'cache/archives/partial']) {
    await mkdir(join(state, part), { recursive: true })
  }
  const own = ['-o', `Dir::State::lists=${join(state, 'lists')}`, '-o', `Dir::Cache=${join(state, 'cache')}`]
  const download = downloadCommand(program, folder)
  try {
    await run('apt-get', download, { cwd: folder })
  } catch {
    await run('apt-get', [...own, 'update'], { cwd: folder })
    await run('apt-get', [...own, ...download], { cwd: folder })
  }
}

/** `install` knows which libraries are missing here; told to download only, it needs neither root nor its lock. */
function downloadCommand({ package: name, needsLibraries }: DebianProgram, folder: string): string[] {
  if (needsLibraries !== true) return ['download', name]
  const options = ['Debug::NoLocking=1', `Dir::Cache::archives=${folder}`].flatMap((option) => ['-o', option])
  return [...options, 'install', '--download-only', '--yes', '--no-install-recommends', name]
}

/** Test files run in processes of their own, and all of them want the package at once. */
export async function withLock(folder: string, work: () => Promise<void>): Promise<void> {
  const lock = `${folder}.lock`
  await mkdir(CACHE, { recursive: true })
  for (let step = 0; step < LOCK_STEPS; step += 1) {
    const taken = await mkdir(lock).then(
      () => true,
      () => false,
    )
    if (taken) break
    await sleep(STEP_MS)
  }
  try {
    await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}
