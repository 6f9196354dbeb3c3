import { realpathSync } from 'node:fs'

import type { ConfinedCommand, Isolation } from './isolation.ts'

/** What a process needs to start at all. */
const SYSTEM_FOLDERS = ['/usr/lib', '/System/Library', '/private/var/db/dyld']

/** Devices by name: beside them lie the terminals of the user, who types passwords there. */
const DEVICES = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom']

/** macOS: a Seatbelt profile that allows reading and writing the named paths, and nothing else. */
export function seatbelt(program: string): Isolation {
  return {
    name: 'seatbelt',
    endsWithHost: false,
    unwalled: null,
    filter: null,
    filtersSystemCalls: false,
    wrap: (confined) => [program, '-p', seatbeltProfile(reallyAt(confined)), ...confined.command],
  }
}

/** The profile in Seatbelt's language; later rules win. */
export function seatbeltProfile({
  command: [executable = ''],
  readable,
  writable,
  sealed = [],
}: ConfinedCommand): string {
  return [
    '(version 1)',
    '(deny default)',
    '(allow sysctl-read)',
    '(allow mach-lookup (global-name "com.apple.system.logger"))',
    `(allow process-exec (literal ${quote(executable)}))`,
    // Node resolves paths from the root down; names of parents say little, their content stays closed.
    '(allow file-read-metadata)',
    ...[...SYSTEM_FOLDERS, executable, ...readable].map(
      (path) => `(allow file-read* (subpath ${quote(path)}))`,
    ),
    ...DEVICES.map((path) => `(allow file-read* (literal ${quote(path)}))`),
    ...writable.map((path) => `(allow file-read* file-write* (subpath ${quote(path)}))`),
    ...sealed.map((path) => `(deny file-write* (subpath ${quote(path)}))`),
  ].join('\n')
}

/** Rules are compared with paths that have no links in them: `/tmp` is one there. */
function reallyAt({
  command: [executable = '', ...args],
  readable,
  writable,
  sealed = [],
}: ConfinedCommand): ConfinedCommand {
  return {
    command: [realPath(executable), ...args],
    readable: readable.map(realPath),
    writable: writable.map(realPath),
    sealed: sealed.map(realPath),
  }
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}

/** A path could hold a quote and with it end the rule that it stands in. */
function quote(path: string): string {
  return `"${path.replace(/[\\"]/g, (character) => `\\${character}`)}"`
}
