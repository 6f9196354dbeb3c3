import childProcess, { ChildProcess } from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import { sep } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import { lookAt, record } from './leak-record.ts'
import { LeakScanner } from './leak-scanner.ts'

declare module 'node:child_process' {
  interface ChildProcess {
    /** Starts every process that is not waited for, whatever function is called; not documented. */
    spawn(options: StartOptions): number
  }
}

interface StartOptions {
  readonly args?: readonly string[]
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Programs of the tests themselves, except for the product with fakes behind it. */
const NOT_OURS = [`${ROOT}node_modules${sep}`, `${ROOT}test${sep}`]
const FAKE_WASSETTE = `${sep}fake-wassette.ts`

/** It is asked to show values, and does. */
const SHOWS_VALUES = '--show-values'

const OUTPUTS = ['stdout', 'stderr'] as const

// Loaded into each test process before anything else: whatever a process of ours writes to stdout or stderr is looked through,
// whoever starts it and whoever reads it.
// oxlint-disable-next-line typescript/unbound-method -- called on the process that is started
ChildProcess.prototype.spawn = new Proxy(ChildProcess.prototype.spawn, {
  apply(start, child: ChildProcess, [options]: [StartOptions]) {
    const result = Reflect.apply(start, child, [options])
    for (const output of OUTPUTS) {
      const stream = child[output]
      if (stream !== null && isOurs(options.args)) follow(stream, nameOf(output, options.args))
    }
    return result
  },
})
Object.assign(childProcess, {
  spawnSync: new Proxy(childProcess.spawnSync, {
    apply(start, _self, rest: Parameters<typeof childProcess.spawnSync>) {
      const result = start(...rest)
      const args = rest[1]?.map(String)
      for (const output of OUTPUTS) if (isOurs(args)) lookAt(nameOf(output, args), result[output] ?? '')
      return result
    },
  }),
})
syncBuiltinESMExports()

function isOurs(args: readonly string[] = []): boolean {
  if (args.includes(SHOWS_VALUES)) return false
  return args.some(isOurProgram)
}

function isOurProgram(path: string): boolean {
  if (path.endsWith(FAKE_WASSETTE)) return true
  return path.startsWith(ROOT) && !NOT_OURS.some((folder) => path.startsWith(folder))
}

function nameOf(output: string, args: readonly string[] = []): string {
  return `${output} of ${args.join(' ')}`
}

/** Every piece of an output passes `push` before anybody reads it; listening for data would take it from whoever comes later. */
function follow(stream: Readable, where: string): void {
  const scanner = new LeakScanner()
  const push = stream.push.bind(stream)
  let bytes = 0
  stream.push = (piece: Uint8Array | null, ...rest: readonly never[]) => {
    if (piece === null) record({ kind: 'looked', bytes })
    else {
      bytes += piece.length
      const excerpt = scanner.scan(piece)
      if (excerpt !== null) record({ kind: 'leak', where, excerpt })
    }
    return push(piece, ...rest)
  }
}
