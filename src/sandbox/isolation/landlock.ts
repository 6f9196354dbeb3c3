import { existsSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'

import { LIBRARY_FOLDERS } from './bubblewrap.ts'
import type { ConfinedCommand, Isolation } from './isolation.ts'

/** What else is opened by Node and what it is made of; in bubblewrap it is not there, here it must not be refused. */
const SYSTEM_FILES = ['/dev/null', '/dev/urandom', '/etc/ssl/openssl.cnf']

const READ_FOLDER = ['read-file', 'read-dir']
const START = ['execute', 'read-file', 'read-dir']
/** No links, devices, FIFOs and sockets. */
const WRITE_FOLDER = [
  ...READ_FOLDER,
  'write-file',
  'truncate',
  'make-reg',
  'make-dir',
  'remove-file',
  'remove-dir',
  'refer',
]

/** Rights that a file can have; the kernel refuses a rule with others for it. */
const OF_FILES = new Set(['execute', 'read-file', 'write-file', 'truncate'])

/**
 * Linux: the named paths alone, and the system calls of a filter, which leaves no network. For where there are no namespaces, as in
 * a pod. Names, sizes and times of other files can still be asked for.
 *
 * `filterFile` holds the filter; without one this is files alone.
 *
 * @see https://docs.kernel.org/userspace-api/landlock.html
 */
export function landlock(program: string, filterFile: string | null): Isolation {
  return {
    name: 'landlock',
    endsWithHost: true,
    unwalled: null,
    filter: null,
    filtersSystemCalls: filterFile !== null,
    wrap: (confined) => [
      program,
      '--pdeathsig',
      'KILL',
      '--no-new-privs',
      ...withoutCapabilities(),
      '--landlock-access',
      'fs',
      ...rules(confined).flatMap((rule) => ['--landlock-rule', rule]),
      ...(filterFile === null ? [] : ['--seccomp-filter', filterFile]),
      '--',
      ...confined.command,
    ],
  }
}

/** Whoever is not root has none to lose, and may not say so. */
function withoutCapabilities(): readonly string[] {
  return process.getuid?.() === 0 ? ['--bounding-set', '-all', '--inh-caps', '-all'] : []
}

function rules({ command, readable, writable, sealed = [] }: ConfinedCommand): readonly string[] {
  const [executable = ''] = command
  // A rule only opens: a folder in which something has to stay as it is is not opened for writing.
  const written = writable.filter((folder) => !sealed.some((path) => isWithin(path, folder)))
  return [
    ...[...LIBRARY_FOLDERS, executable].map((path) => rule(path, START)),
    ...[...SYSTEM_FILES, ...packageFiles(command.at(-1) ?? ''), ...readable, ...sealed, ...writable].map(
      (path) => rule(path, READ_FOLDER),
    ),
    ...written.map((path) => rule(path, WRITE_FOLDER)),
  ].filter((found) => found !== null)
}

/** What says how the script is to be read, which Node cannot do without where it is there. */
function packageFiles(script: string): readonly string[] {
  if (!isAbsolute(script)) return []
  const folder = dirname(script)
  const path = join(folder, 'package.json')
  if (existsSync(path)) return [path]
  return folder === dirname(folder) ? [] : packageFiles(folder)
}

/** Null for what is not there any more: no other grant suffers for it. */
function rule(path: string, rights: readonly string[]): string | null {
  try {
    const fitting = statSync(path).isDirectory() ? rights : rights.filter((right) => OF_FILES.has(right))
    return `path-beneath:${fitting.join(',')}:${path}`
  } catch {
    return null
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}
