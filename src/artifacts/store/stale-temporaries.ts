import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

const OLDEST_MS = 24 * 60 * 60 * 1000
const NAME = /^(\d+)-([0-9a-f]{8})-(\d+)-[0-9a-f]+$/

/** A fresh name that tells when, on which machine and by which process a file was begun. */
export function temporaryName(): string {
  return `${Date.now()}-${machine()}-${process.pid}-${randomBytes(6).toString('hex')}`
}

/** Removes what processes that died in the middle of a download have left; a file that is still growing stays. */
export async function removeStaleTemporaries(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (isStale(name)) await rm(join(directory, name), { force: true })
  }
}

/** Whether a temporary file belongs to nobody any more. */
export function isStale(name: string, now: number = Date.now()): boolean {
  const [, begun, host, pid] = NAME.exec(name) ?? []
  if (begun === undefined || now - Number(begun) > OLDEST_MS) return true
  // A process of another machine or container cannot be asked whether it lives: only age decides.
  if (host !== machine()) return false
  // The first process of a container has the same number after each restart.
  if (Number(pid) === process.pid) return Number(begun) < performance.timeOrigin
  return !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function machine(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}
