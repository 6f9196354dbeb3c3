import { text } from 'node:stream/consumers'

import type { Isolation } from '#sandbox'

import { spawnApart } from '../../src/sandbox/process/spawn-apart.ts'

/** A system call by its number on x86-64; a text is handed over as a pointer to it. */
export type RawCall = readonly [number: number, ...args: readonly (number | string)[]]

/** Makes each call, and prints the name of its error, or that it was done. */
const SCRIPT = `
for my $line (@ARGV) {
  my @args = map { /^i(.*)/ ? $1 + 0 : substr($_, 1) } split /,/, $line;
  my $number = shift @args;
  $! = 0;
  my $result = syscall($number, @args);
  print $result == -1 ? ($!{EPERM} ? 'EPERM' : $!{ENOSYS} ? 'ENOSYS' : 'error ' . ($! + 0)) : 'done', "\\n";
}
`

/** What comes of system calls that native code makes behind a wall: Perl, which is part of every Debian, makes them raw. */
export async function makeCalls(
  isolation: Isolation,
  calls: readonly RawCall[],
  writable: readonly string[] = [],
): Promise<readonly string[]> {
  const lines = calls.map((call) =>
    call.map((arg) => (typeof arg === 'number' ? `i${arg}` : `s${arg}`)).join(','),
  )
  const command = isolation.wrap({
    command: ['/usr/bin/perl', '-e', `use Errno;${SCRIPT}`, ...lines],
    readable: ['/usr/share/perl', '/usr/lib'],
    writable,
  })
  const child = spawnApart(command, isolation.filter)
  if (child.stdout === null || child.stderr === null) throw new Error('The program has no output')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (stderr !== '') throw new Error(stderr)
  return stdout.trim().split('\n')
}
