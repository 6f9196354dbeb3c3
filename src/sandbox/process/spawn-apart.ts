import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

import { inheritedDescriptors } from './inherited-descriptors.ts'

const STDIO = ['ignore', 'pipe', 'pipe', 'pipe'] as const

/**
 * Starts a program with no environment, no folder, and no descriptor but its outputs and the channel, descriptor 3.
 *
 * What this process was started with would be handed on. It could be a file or a socket of whoever started us, and Node's
 * permissions do not ask about a descriptor that is open: nothing is put in its place.
 */
export function spawnApart(command: string, args: readonly string[]): ChildProcess {
  const inherited = inheritedDescriptors().filter((descriptor) => descriptor >= STDIO.length)
  // The folder that we were started in can be gone, and says something about the user.
  const start = (stdio: StdioOptions): ChildProcess => spawn(command, args, { stdio, env: {}, cwd: '/' })
  if (inherited.length === 0) return start([...STDIO])
  const nothing = openSync('/dev/null', 'r')
  try {
    const length = Math.max(...inherited) + 1
    const rest = (index: number) => (inherited.includes(index) ? nothing : 'ignore')
    return start(Array.from({ length }, (_, index) => STDIO[index] ?? rest(index)))
  } finally {
    closeSync(nothing)
  }
}
