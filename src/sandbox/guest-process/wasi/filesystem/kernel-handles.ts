import { constants, readlinkSync } from 'node:fs'

import type { Handles } from './handles.ts'
import { Held } from './held.ts'

/** Takes hold of an inode without opening it; Node has no name for this flag of Linux. */
const O_PATH = 0o10_000_000

const HOLD_FLAGS = O_PATH | constants.O_NOFOLLOW

/**
 * Linux: `/proc/self/fd/N` is the inode behind a descriptor itself, and `/proc/self/fd/N/name` an entry of that folder.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
 */
export const KERNEL_HANDLES: Handles = {
  hold: (path) => Held.open(path, HOLD_FLAGS),
  holdIn: (folder, name) => Held.open(entryPath(folder, name), HOLD_FLAGS),
  pathIn: entryPath,
  pathTo: selfPath,
  // The link in /proc leads to what is held and nowhere else.
  open: (held, flags) => Held.open(selfPath(held), flags | constants.O_NONBLOCK),
  create: (folder, name, flags) => Held.open(entryPath(folder, name), newFileFlags(flags)),
  whereabouts: (held) => readlinkSync(selfPath(held)),
}

/** `O_EXCL` follows no link either: a link to a file that is not there would create that file. */
function newFileFlags(flags: number): number {
  return flags | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
}

function entryPath(folder: Held, name: string): string {
  return `${selfPath(folder)}/${name}`
}

function selfPath({ fd }: Held): string {
  return `/proc/self/fd/${fd}`
}
