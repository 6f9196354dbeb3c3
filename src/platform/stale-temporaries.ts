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

/**
 * Removes what processes that died in the middle of writing have left in a folder; what is still being written stays.
 *
 * With a `prefix` only names that start with it are looked at: the folder holds other things too.
 */
export async function removeStaleTemporaries(directory: string, prefix = ''): Promise<void> {
  const names = await readdir(directory).catch(() => [])
  for (const name of names.filter((item) => item.startsWith(prefix))) {
    const rest = name.slice(prefix.length)
    // In a folder that is not ours alone, a name that we never gave is somebody's.
    const isOurs = prefix === '' || NAME.test(rest)
    // One that somebody else removes at the same time, or that cannot be removed, harms nobody.
    if (isOurs && isStale(rest))
      await rm(join(directory, name), { recursive: true, force: true }).catch(() => {})
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
