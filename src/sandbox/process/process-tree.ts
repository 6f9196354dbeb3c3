import { readFileSync } from 'node:fs'

const KIB = 1024

/** Processes that a process started, and those that they started; empty where there is no `/proc` to ask. */
export function descendantsOf(pid: number): readonly number[] {
  const children = readOrNothing(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((child) => child !== '')
    .map(Number)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

/** Resident memory of a process and of its descendants, in bytes; 0 where there is no `/proc` to ask. */
export function residentBytes(pid: number): number {
  return [pid, ...descendantsOf(pid)].map(ownResidentBytes).reduce((sum, bytes) => sum + bytes, 0)
}

function ownResidentBytes(pid: number): number {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0) * KIB
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
