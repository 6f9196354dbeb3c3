import { type ConfinedCommand, FILTER_FD, type Isolation } from './isolation.ts'

/** What the dynamic linker needs for Node itself. No folder with programs: there is nothing to start. */
export const LIBRARY_FOLDERS = [
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  '/lib',
  '/lib64',
  '/etc/ld.so.cache',
]

/** The user and group that a process has in its own namespace: it owns nothing there and has no name. */
const NOBODY = '65534'

/**
 * Linux: a file system of the named paths alone, no network, no other process, no variables, and the system calls of a filter.
 *
 * @see https://github.com/containers/bubblewrap
 */
export function bubblewrap(program: string, filter: Uint8Array | null): Isolation {
  const filterFlags = filter === null ? [] : ['--seccomp', String(FILTER_FD)]
  return {
    name: 'bubblewrap',
    endsWithHost: true,
    unwalled: null,
    filter,
    filtersSystemCalls: filter !== null,
    wrap: (confined) => [program, ...flags(confined), ...filterFlags, '--', ...confined.command],
  }
}

function flags({
  command: [executable = ''],
  readable,
  writable,
  sealed: kept = [],
}: ConfinedCommand): string[] {
  const mounts = inOrder([
    ...[...LIBRARY_FOLDERS, executable, ...readable, ...kept].map((path) => ({
      path,
      flag: '--ro-bind-try' as const,
    })),
    ...writable.map((path) => ({ path, flag: '--bind-try' as const })),
  ])
  const root = mounts.find(({ path }) => path === '/')
  return [
    // Own namespaces for users, processes, network, IPC, host name and control groups.
    '--unshare-all',
    '--unshare-user',
    // Nobody in particular, whoever the server is. Files are still opened as the user of the server.
    '--uid',
    NOBODY,
    '--gid',
    NOBODY,
    '--die-with-parent',
    // Without a session of its own a process could push characters into our terminal.
    '--new-session',
    '--clearenv',
    '--cap-drop',
    'ALL',
    // Before everything else, which would vanish beneath it.
    ...(root === undefined ? ['--tmpfs', '/tmp'] : bind(root)),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    ...mounts.filter((mount) => mount !== root).flatMap(bind),
    ...sealed(mounts),
    '--chdir',
    '/',
  ]
}

/** What bubblewrap itself puts there, each of which could be written to. */
const OWN_MOUNTS = ['/', '/tmp', '/dev', '/proc']

/**
 * No writing to what nobody granted: it would take memory of the host that no limit counts, and in `/proc/sys`, where the
 * server runs as root, change the settings of its kernel.
 */
function sealed(mounts: readonly Mount[]): string[] {
  const granted = new Set(mounts.map(({ path }) => path))
  const own = OWN_MOUNTS.filter((path) => !granted.has(path) && !(path === '/tmp' && granted.has('/')))
  return own.flatMap((path) => ['--remount-ro', path])
}

interface Mount {
  readonly path: string
  readonly flag: '--bind-try' | '--ro-bind-try'
}

/**
 * A mount hides what was mounted beneath its path before, so folders come before what lies in them: our own code stays
 * read-only in a granted folder.
 */
function inOrder(mounts: readonly Mount[]): Mount[] {
  return mounts.toSorted((a, b) => depth(a.path) - depth(b.path))
}

/** What is not there any more is left out: no other grant suffers for it. */
function bind({ path, flag }: Mount): string[] {
  return [flag, path, path]
}

function depth(path: string): number {
  return path.split('/').filter((segment) => segment !== '').length
}
