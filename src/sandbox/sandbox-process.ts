import { type ChildProcess, spawn } from 'node:child_process'
import { extname } from 'node:path'
import { Duplex, type Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import type { Logger } from '#platform'

import { encodeFrame, FrameReader } from './frames.ts'
import type { FileAccess } from './file-access.ts'
import type { Isolation } from './isolation/isolation.ts'
import { descendantsOf, residentBytes } from './process-tree.ts'

/** The door of this room, wherever the build has put this module. */
const ROOM = import.meta.resolve('#sandbox')

/** The folder of the compiled source: what runs in a sandbox process lies beneath it. */
export const OWN_CODE = fileURLToPath(new URL('..', ROOM))

/** The descriptor that both sides speak on. */
const CHANNEL_FD = 3

const WASM_PAGE_BYTES = 64 * 1024

/** JavaScript heap of a sandbox process: lifted values and generated glue, not guest memory. */
const HEAP_MIB = 1024

/** What the process prints about itself, warnings of Node and crash reports: more is not kept. */
const MAX_SAID_CHARACTERS = 16 * 1024

/** Paths by which a process reaches what it holds: a descriptor opens nothing that was not opened before. */
const HANDLES = '/proc/self/fd/'

const NO_ACCESS: AccessLists = { readable: [], writable: [] }

type AccessLists = Pick<FileAccess, 'readable' | 'writable'>

/** What a sandbox process is started with. */
export interface LaunchOptions {
  /** A file of `guest-process/`, without ending. */
  readonly entry: 'component-main' | 'transpile-main'
  readonly readable: readonly string[]
  readonly writable: readonly string[]
  /** What guests may use. */
  readonly files?: AccessLists
  readonly memoryBytes: number
  readonly isolation: Isolation
  readonly logger: Logger
}

/** What may wait for a process that does not read: the windows of all flows and the arguments of all calls fit in. */
const MAX_QUEUED_BYTES = 256 * 1024 * 1024

/** How a sandbox process ended. */
export interface ProcessEnd {
  /** `SIGKILL`, or `exit code 1`; never what the process said, which is for the log alone. */
  readonly how: string
  /** Whether its JavaScript heap was full. */
  readonly ranOutOfMemory: boolean
}

/**
 * A process that can do almost nothing: it reads and writes the given paths, starts nothing, has no environment.
 *
 * It is killed, never asked.
 */
export class SandboxProcess {
  readonly #child: ChildProcess
  readonly #channel: Duplex
  readonly #reader = new FrameReader()
  /** How the process ended; resolves, never rejects. */
  readonly ended: Promise<ProcessEnd>
  readonly #logger: Logger
  #said = ''

  constructor(options: LaunchOptions, onMessage: (message: unknown) => void) {
    const [command = '', ...args] = commandLine(options)
    this.#logger = options.logger
    // The folder that we were started in can be gone, and says something about the user.
    this.#child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: {}, cwd: '/' })
    this.#channel = duplexOf(this.#child)
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve({ how: error.message, ranOutOfMemory: false }))
      this.#child.once('close', (code, signal) => resolve(this.#finish(code, signal)))
    })
    this.#keepWords(this.#child.stdout)
    this.#keepWords(this.#child.stderr)
    this.#channel.on('error', () => this.kill())
    this.#channel.on('data', (chunk: Buffer) => this.#read(chunk, onMessage))
  }

  /** Memory as the operating system counts it; 0 where it does not tell. */
  get residentBytes(): number {
    return this.#child.pid === undefined ? 0 : residentBytes(this.#child.pid)
  }

  /** @throws RangeError when the message is longer than a frame may be. */
  send(message: unknown): void {
    const frame = encodeFrame(message)
    // Our code reads what it asks for; what asks without reading wants our memory.
    if (this.#channel.writableLength > MAX_QUEUED_BYTES) return this.kill()
    if (this.#channel.writable) this.#channel.write(frame)
  }

  kill(): void {
    const { pid, exitCode, signalCode } = this.#child
    if (pid === undefined || exitCode !== null || signalCode !== null) return
    // A bubblewrap that is killed while it starts leaves the process inside behind; stopped, it starts no other.
    this.#child.kill('SIGSTOP')
    for (const descendant of descendantsOf(pid)) killProcess(descendant)
    this.#child.kill('SIGKILL')
  }

  #read(chunk: Buffer, onMessage: (message: unknown) => void): void {
    try {
      for (const message of this.#reader.push(chunk)) onMessage(message)
    } catch {
      // A frame that is too long or no structured clone: whoever speaks there is not our code any more.
      this.kill()
    }
  }

  #keepWords(stream: Readable | null): void {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text.slice(0, MAX_SAID_CHARACTERS - this.#said.length)
    })
  }

  #finish(code: number | null, signal: NodeJS.Signals | null): ProcessEnd {
    const how = signal ?? `exit code ${code}`
    const said = this.#said.trim()
    if (said !== '') this.#logger.warn({ how, said }, 'A sandbox process said this before it ended')
    return { how, ranOutOfMemory: /heap out of memory|Allocation failed/i.test(said) }
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function duplexOf(child: ChildProcess): Duplex {
  const channel = child.stdio[CHANNEL_FD]
  if (!(channel instanceof Duplex)) throw new TypeError('The sandbox process has no channel')
  return channel
}

function commandLine(options: LaunchOptions): readonly string[] {
  const { files = NO_ACCESS } = options
  const readable = [OWN_CODE, ...options.readable, ...files.readable]
  const writable = [...options.writable, ...files.writable]
  return options.isolation.wrap({
    command: [process.execPath, ...nodeFlags(options, { readable, writable }), entryFile(options.entry)],
    readable,
    writable,
  })
}

function nodeFlags({ files, memoryBytes }: LaunchOptions, { readable, writable }: AccessLists): string[] {
  const handles = files === undefined ? [] : [HANDLES]
  return [
    '--permission',
    ...[...readable, ...writable, ...handles].map((path) => `--allow-fs-read=${pathFlag(path)}`),
    ...[...writable, ...handles].map((path) => `--allow-fs-write=${pathFlag(path)}`),
    // Glue is generated from names that a stranger chose; it may not generate more.
    '--disallow-code-generation-from-strings',
    `--wasm-max-mem-pages=${Math.ceil(memoryBytes / WASM_PAGE_BYTES)}`,
    `--max-old-space-size=${HEAP_MIB}`,
  ]
}

/** Node takes `/` for all that lies beneath the root, and not for the root itself. */
function pathFlag(path: string): string {
  return path === '/' ? '*' : path
}

function entryFile(entry: LaunchOptions['entry']): string {
  return fileURLToPath(new URL(`./guest-process/${entry}${extname(ROOM)}`, ROOM))
}
