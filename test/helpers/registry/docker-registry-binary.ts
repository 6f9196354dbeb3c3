import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

const CACHE = join(import.meta.dirname, '..', '..', '..', '.cache')
const UNPACKED = join(CACHE, 'docker-registry')
const LOCK = join(CACHE, 'docker-registry.lock')
const LOCK_STEPS = 600
const STEP_MS = 200

/**
 * The path of Debian's docker-registry: installed, unpacked before, or unpacked now without root.
 *
 * Null where it cannot be had, so that its tests are skipped; on a CI machine that is an error.
 */
export async function findDockerRegistry(): Promise<string | null> {
  const present = await findPresent()
  if (present !== null) return present
  try {
    await withLock(unpack)
    return await findPresent()
  } catch (error) {
    if (!process.env['CI']) return null
    throw new Error(
      'docker-registry is missing and apt cannot fetch it: run "apt-get install docker-registry"',
      {
        cause: error,
      },
    )
  }
}

async function findPresent(): Promise<string | null> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(UNPACKED, 'usr', 'bin')]
  for (const folder of folders) {
    const path = join(folder, 'docker-registry')
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return null
}

async function unpack(): Promise<void> {
  if ((await findPresent()) !== null) return
  const folder = await mkdtemp(join(CACHE, 'apt-'))
  try {
    await downloadPackage(folder)
    await run('sh', ['-c', 'dpkg -x docker-registry_*.deb unpacked'], { cwd: folder })
    await rename(join(folder, 'unpacked'), UNPACKED)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** With the package lists of the machine, else with lists of our own: a fresh container has none. */
async function downloadPackage(folder: string): Promise<void> {
  const download = ['download', 'docker-registry']
  try {
    await run('apt-get', download, { cwd: folder })
  } catch {
    const state = join(folder, 'apt')
    await mkdir(join(state, 'lists', 'partial'), { recursive: true })
    await mkdir(join(state, 'cache', 'archives', 'partial'), { recursive: true })
    const own = [
      '-o',
      `Dir::State::lists=${join(state, 'lists')}`,
      '-o',
      `Dir::Cache=${join(state, 'cache')}`,
    ]
    await run('apt-get', [...own, 'update'], { cwd: folder })
    await run('apt-get', [...own, ...download], { cwd: folder })
  }
}

/** Test files run in processes of their own, and all of them want the package at once. */
async function withLock(work: () => Promise<void>): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  for (let step = 0; step < LOCK_STEPS; step += 1) {
    const taken = await mkdir(LOCK).then(
      () => true,
      () => false,
    )
    if (taken) break
    await sleep(STEP_MS)
  }
  try {
    await work()
  } finally {
    await rm(LOCK, { recursive: true, force: true })
  }
}
