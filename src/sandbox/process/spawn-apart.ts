import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { Writable } from 'node:stream'

import { inheritedDescriptors } from './inherited-descriptors.ts'

const STDIO = ['ignore', 'pipe', 'pipe', 'pipe'] as const

/**
 * Starts a program with no environment, no folder, and no descriptor but its outputs, the channel, which is descriptor 3, and
 * what is handed to it to read, which is the next.
 *
 * What this process was started with would be handed on. It could be a file or a socket of whoever started us, and Node's
 * permissions do not ask about a descriptor that is open: nothing is put in its place.
 */
export function spawnApart(
  [command = '', ...args]: readonly string[],
  handed: Uint8Array | null = null,
): ChildProcess {
  // The folder that we were started in can be gone, and says something about the user.
  const child = withOwnDescriptors(handed === null ? STDIO : [...STDIO, 'pipe'], (stdio) =>
    spawn(command, args, { stdio, env: {}, cwd: '/' }),
  )
  if (handed !== null) hand(child, handed)
  return child
}

function withOwnDescriptors(
  own: readonly ('ignore' | 'pipe')[],
  start: (stdio: StdioOptions) => ChildProcess,
): ChildProcess {
  const inherited = inheritedDescriptors().filter((descriptor) => descriptor >= own.length)
  if (inherited.length === 0) return start([...own])
  const nothing = openSync('/dev/null', 'r')
  try {
    const length = Math.max(...inherited) + 1
    const rest = (index: number) => (inherited.includes(index) ? nothing : 'ignore')
    return start(Array.from({ length }, (_, index) => own[index] ?? rest(index)))
  } finally {
    closeSync(nothing)
  }
}

/** Nothing that comes back on it is read: it is closed by whoever was told to read it, before it starts anything. */
function hand(child: ChildProcess, bytes: Uint8Array): void {
  const end = child.stdio[STDIO.length]
  if (!(end instanceof Writable)) return
  // The program has ended without reading.
  end.on('error', () => {})
  end.end(bytes, () => end.destroy())
}
