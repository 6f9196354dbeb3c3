import { ChildProcess } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { afterEach, beforeEach } from 'node:test'

import { BYSTANDERS_FOLDER_VARIABLE, type Observation } from './observation.ts'
import { watchLoop } from './watch-loop.ts'

/** How a server is started, and what only a server starts: a process with a component in it, or one that reads components. */
const COMMAND = `${sep}bin${sep}wassette`
const SERVES = new Set(['serve', 'run'])
const APART = /(?:component|transpile)-main\.[jt]s$/

const folder = process.env[BYSTANDERS_FOLDER_VARIABLE] ?? ''
let servers = 0
let isServer = false

// Loaded into each test process before anything else: every server that a test starts watches itself, and so does the process of the
// test from when it has a sandbox process of its own.
// oxlint-disable-next-line typescript/unbound-method -- called on the process that is started
ChildProcess.prototype.spawn = new Proxy(ChildProcess.prototype.spawn, {
  apply(start, child: ChildProcess, [options]: Parameters<ChildProcess['spawn']>) {
    const { args = [] } = options
    if (!isServer && args.some((arg) => APART.test(arg))) {
      isServer = true
      watchLoop(fileOf('host'))
    }
    return Reflect.apply(start, child, [{ ...options, args: watched(args) }])
  },
})

let from = 0
beforeEach(() => {
  from = Date.now()
})
afterEach((context) => {
  const file = relative('', process.argv[1] ?? '')
  const observation: Observation = { kind: 'test', file, name: context.name, from, to: Date.now() }
  appendFileSync(fileOf('tests'), `${JSON.stringify(observation)}\n`)
})

/** The arguments of a command, by which it watches itself where it is a server. */
function watched(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => arg.endsWith(COMMAND))
  if (at === -1 || !SERVES.has(args[at + 1] ?? '')) return args
  const url = new URL('watch-server.ts', import.meta.url)
  url.searchParams.set('file', fileOf(`server-${++servers}`))
  return [...args.slice(0, at), '--import', url.href, ...args.slice(at)]
}

function fileOf(what: string): string {
  return join(folder, `${process.pid}-${what}.jsonl`)
}
