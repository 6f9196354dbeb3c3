import { readFileSync } from 'node:fs'

const KIB = 1024

/** Linux counts processor time for programs in hundredths of a second, whatever its own clock does. */
const TICK_MS = 10

/** Places of these fields behind the name. */
const UTIME = 11
const STIME = 12

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

/** Processor time that a process and its descendants have used, in milliseconds; 0 where there is no `/proc` to ask. */
export function processorMs(pid: number): number {
  return [pid, ...descendantsOf(pid)].map(ownProcessorMs).reduce((sum, ms) => sum + ms, 0)
}

/** Whether the operating system tells of processor time here, so that a limit on it can be kept. */
export function isProcessorTimeCounted(): boolean {
  return processorMs(process.pid) > 0
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html `utime` and `stime` */
function ownProcessorMs(pid: number): number {
  const stat = readOrNothing(`/proc/${pid}/stat`)
  // The name of a program stands in brackets and may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[UTIME] ?? 0) + Number(fields[STIME] ?? 0)) * TICK_MS
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
