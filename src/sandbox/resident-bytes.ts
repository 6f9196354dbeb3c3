import { readFileSync } from 'node:fs'

const KIB = 1024

/** Resident memory of a process and of those it started, in bytes; 0 where there is no `/proc` to ask. */
export function residentBytes(pid: number | undefined): number {
  if (pid === undefined) return 0
  const own = Number(/^VmRSS:\s*(\d+) kB$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0) * KIB
  // Under bubblewrap the process that we started only watches over the one that runs the guest.
  const children = readOrNothing(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((child) => child !== '')
  return children.reduce((sum, child) => sum + residentBytes(Number(child)), own)
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
