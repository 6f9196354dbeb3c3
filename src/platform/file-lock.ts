import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

import { assertNotCancelled, type Cancellable } from './assert-not-cancelled.ts'
import { temporaryPathBeside } from './atomic-file.ts'
import { CodedError } from './coded-error.ts'
import { isStale, temporaryName } from './stale-temporaries.ts'

/** Whoever holds a lock writes one small file. */
const LONGEST_WAIT_MS = 10_000
const LONGEST_STEP_MS = 40

/**
 * Runs `work` while no other process that asks for the same lock does, and no other part of this one.
 *
 * The lock is the file `<path>.lock`, in a folder that must be there. One that a dead process left is taken over.
 *
 * @throws CodedError `LOCKED` when somebody holds it for ten seconds, `CANCELLED`
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  options: Cancellable = {},
): Promise<T> {
  const lock = `${path}.lock`
  await takeLock(lock, options)
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function takeLock(lock: string, options: Cancellable): Promise<void> {
  // The name tells who wrote it, and is linked into place whole: no reader sees an empty lock.
  const [own, name] = [temporaryPathBeside(lock), temporaryName()]
  await writeFile(own, name, { flag: 'wx', mode: 0o600 })
  try {
    const deadline = performance.now() + LONGEST_WAIT_MS
    while (!(await isLinked(own, lock))) {
      assertNotCancelled(options)
      if (performance.now() > deadline) {
        throw new CodedError('LOCKED', `Another process holds '${lock}'; remove it if there is none`)
      }
      await removeStaleLock(lock)
      await sleep(Math.random() * LONGEST_STEP_MS)
    }
  } finally {
    await rm(own, { force: true })
  }
}

async function isLinked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Renamed first: of two processes that find the same stale lock, the second must not remove the lock of the first. */
async function removeStaleLock(lock: string): Promise<void> {
  const found = await readFile(lock, 'utf8').catch(() => null)
  if (found === null || !isStale(found)) return
  const aside = temporaryPathBeside(lock)
  const taken = await rename(lock, aside).then(
    () => readFile(aside, 'utf8'),
    () => null,
  )
  if (taken !== null && taken !== found) await link(aside, lock).catch(() => {})
  await rm(aside, { force: true })
}
