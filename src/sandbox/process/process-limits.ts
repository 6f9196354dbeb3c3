import { readFileSync } from 'node:fs'

import { isLinuxProgram } from '../isolation/is-linux-program.ts'

/** Sets what a process, and all that it starts, may use of the operating system; then becomes that process. */
const PRLIMIT = '/usr/bin/prlimit'

/** What the operating system itself holds a process to, from its first instruction on. Absent is as the server has it. */
export interface ProcessLimits {
  /** The largest file that it may write, in bytes; for the next byte the kernel ends it. */
  readonly fileBytes?: number
  /** Descriptors that it may have open. Node itself needs some 30. */
  readonly openFiles?: number
  /** Processor time, in seconds; then the kernel ends it. */
  readonly processorSeconds?: number
  /**
   * Private memory that it may write to, in bytes. Half a gigabyte is taken by V8 at its start, before anything is used.
   *
   * Addresses are not limited: V8 keeps terabytes of them free around memories of WebAssembly.
   */
  readonly dataBytes?: number
}

/** How the kernel names each, in `/proc/self/limits` and for `prlimit`. */
const NAMES = {
  fileBytes: { flag: '--fsize', inProc: 'Max file size' },
  openFiles: { flag: '--nofile', inProc: 'Max open files' },
  processorSeconds: { flag: '--cpu', inProc: 'Max cpu time' },
  dataBytes: { flag: '--data', inProc: 'Max data size' },
} as const satisfies Record<keyof ProcessLimits, { readonly flag: string; readonly inProc: string }>

/** The command under these limits, and without a core file: what a guest had in memory is written to no folder. */
export function limited(command: readonly string[], limits: ProcessLimits): readonly string[] {
  if (!hasProcessLimits()) return command
  return [PRLIMIT, '--core=0', ...flags(limits), '--', ...command]
}

/** Whether limits of the operating system can be set here: with the `prlimit` of util-linux. */
export function hasProcessLimits(): boolean {
  return isLinuxProgram(PRLIMIT)
}

function flags(limits: ProcessLimits): readonly string[] {
  const own = readFileSync('/proc/self/limits', 'utf8')
  return (['fileBytes', 'openFiles', 'processorSeconds', 'dataBytes'] as const).flatMap((name) => {
    const value = limits[name]
    if (value === undefined) return []
    // More than the server has itself is refused, and nothing would start.
    return [`${NAMES[name].flag}=${Math.min(value, hardLimit(own, NAMES[name].inProc))}`]
  })
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html */
function hardLimit(own: string, name: string): number {
  const hard = new RegExp(`^${name} +\\S+ +(\\d+)`, 'm').exec(own)?.[1]
  return hard === undefined ? Number.POSITIVE_INFINITY : Number(hard)
}
