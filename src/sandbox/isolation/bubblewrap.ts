import type { ConfinedCommand, Isolation } from './isolation.ts'

/** What the dynamic linker needs for Node itself. No folder with programs: there is nothing to start. */
const LIBRARY_FOLDERS = ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/lib', '/lib64', '/etc/ld.so.cache']

/**
 * Linux: a file system of the named paths alone, no network, no other process, no variables.
 *
 * @see https://github.com/containers/bubblewrap
 */
export function bubblewrap(program: string): Isolation {
  return { name: 'bubblewrap', wrap: (confined) => [program, ...flags(confined), '--', ...confined.command] }
}

function flags({ command: [executable = ''], readable, writable }: ConfinedCommand): string[] {
  return [
    // Own namespaces for users, processes, network, IPC, host name and control groups.
    '--unshare-all',
    '--die-with-parent',
    // Without a session of its own a process could push characters into our terminal.
    '--new-session',
    '--clearenv',
    '--cap-drop',
    'ALL',
    ...LIBRARY_FOLDERS.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
    ...[executable, ...readable].flatMap((path) => ['--ro-bind', path, path]),
    ...writable.flatMap((path) => ['--bind', path, path]),
    '--chdir',
    '/',
  ]
}
