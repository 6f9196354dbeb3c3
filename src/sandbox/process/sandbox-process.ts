import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Duplex, type Readable } from 'node:stream'

import { CodedError, type Logger } from '#platform'

import { encodeFrame } from '../protocol/frames.ts'
import { SandboxFrameReader } from '../protocol/sandbox-frame-reader.ts'
import type { FrameKinds } from '../protocol/sandbox-frames.ts'
import { launchCommand, type LaunchPlan } from './launch-command.ts'
import { descendantsOf, processorMs, residentBytes } from './process-tree.ts'
import { spawnApart } from './spawn-apart.ts'

/** The descriptor that both sides speak on. */
const CHANNEL_FD = 3

/** What the process prints about itself, warnings of Node and crash reports: more is not kept. */
const MAX_SAID_CHARACTERS = 16 * 1024

/** How long a process that has said too much waits until a little more is read, in milliseconds. */
const EXCESS_PAUSE_MS = 20

/** What may wait for a process that does not read: the windows of all flows and the arguments of all calls fit in. */
const MAX_QUEUED_BYTES = 256 * 1024 * 1024

/** What a message that waits takes beside its own bytes, about: they may be few, and there may be millions. */
const WAITING_MESSAGE_BYTES = 512

/** A process that leaves so much unread is not listened to: most of what it says is answered, and the answers would pile up. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024

/** How long one process is listened to before others have their turn, in milliseconds; one message may go past it. */
const TURN_MS = 1

/** As many messages does one process get across in a turn. */
const TURN_MESSAGES = 64

/** What a sandbox process is started with. */
export interface LaunchOptions extends LaunchPlan {
  /** What it may say. */
  readonly frames: FrameKinds
  readonly logger: Logger
}

/** Why a process is stopped: it has nothing to do, or has used up this share of the processor. */
type PauseReason = 'rest' | object

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
  readonly #reader: SandboxFrameReader
  readonly #onMessage: (message: unknown) => void
  /** How the process ended; resolves, never rejects. */
  readonly ended: Promise<ProcessEnd>
  readonly #logger: Logger
  #said = ''
  readonly #paused = new Set<PauseReason>()
  #unreadBytes = 0
  /** Goes on listening, once enough was read. */
  #goOn: (() => void) | null = null
  #isKilled = false

  constructor(options: LaunchOptions, onMessage: (message: unknown) => void) {
    this.#logger = options.logger
    this.#reader = new SandboxFrameReader(options.frames)
    this.#onMessage = onMessage
    this.#child = spawnApart(launchCommand(options), options.isolation.filter)
    this.#channel = duplexOf(this.#child)
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve({ how: error.message, ranOutOfMemory: false }))
      this.#child.once('close', (code, signal) => resolve(this.#finish(code, signal)))
    })
    this.#keepWords(this.#child.stdout)
    this.#keepWords(this.#child.stderr)
    this.#channel.on('error', () => this.kill())
    this.#channel.on('data', (chunk: Buffer) => this.#read(chunk))
  }

  /** Memory as the operating system counts it; 0 where it does not tell. */
  get residentBytes(): number {
    return this.#child.pid === undefined ? 0 : residentBytes(this.#child.pid)
  }

  /** Processor time that it has used, in milliseconds; 0 where the operating system does not tell. */
  get processorMs(): number {
    return this.#child.pid === undefined ? 0 : processorMs(this.#child.pid)
  }

  /** @throws RangeError when the message is longer than a frame may be. */
  send(message: unknown): void {
    const frame = encodeFrame(message)
    // Our code reads what it asks for; what asks without reading wants our memory.
    if (this.#channel.writableLength > MAX_QUEUED_BYTES) return this.kill()
    if (this.#channel.writable) this.#write(frame)
  }

  /** Sends, and waits until the process has taken most of it, or has ended. @throws RangeError as `send` does */
  async sendInTurn(message: unknown): Promise<void> {
    this.send(message)
    if (!this.#channel.writableNeedDrain) return
    const drained = once(this.#channel, 'drain').catch(() => this.ended)
    await Promise.race([drained, this.ended])
  }

  /** Stops it until `resume` for the same reason; it can be killed all the while. For a process that ends with the host alone. */
  pause(reason: PauseReason): void {
    this.#paused.add(reason)
    this.#signal('SIGSTOP')
  }

  resume(reason: PauseReason): void {
    if (this.#paused.delete(reason) && !this.isPaused) this.#signal('SIGCONT')
  }

  /** For whatever reason it was stopped. */
  wake(): void {
    for (const reason of this.#paused) this.resume(reason)
  }

  get isPaused(): boolean {
    return this.#paused.size > 0
  }

  /** Nothing that it has said and that was not listened to yet is heard any more. */
  kill(): void {
    this.#isKilled = true
    this.#signal('SIGKILL')
    this.#channel.destroy()
  }

  #write(frame: Buffer): void {
    const cost = frame.length + WAITING_MESSAGE_BYTES
    this.#unreadBytes += cost
    this.#channel.write(frame, () => {
      this.#unreadBytes -= cost
      if (this.#unreadBytes <= MAX_UNREAD_BYTES) this.#goOn?.()
    })
  }

  /** To the process and whatever stands around or beneath it. */
  #signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    const { pid, exitCode, signalCode } = this.#child
    if (pid === undefined || exitCode !== null || signalCode !== null) return
    // A bubblewrap that is killed while it starts leaves the process inside behind; stopped, it starts no other.
    this.#child.kill('SIGSTOP')
    for (const descendant of descendantsOf(pid)) signalProcess(descendant, signal)
    this.#child.kill(signal)
  }

  #read(chunk: Buffer): void {
    this.#reader.push(chunk)
    this.#listen()
  }

  #listenLater(): void {
    this.#channel.pause()
    const goOn = (): void => {
      this.#goOn = null
      setImmediate(() => this.#listen())
    }
    if (this.#unreadBytes > MAX_UNREAD_BYTES) this.#goOn = goOn
    else goOn()
  }

  /** Listens until there is nothing more or its turn is over: a process that never stops talking must not be all that is heard. */
  #listen(): void {
    const end = performance.now() + TURN_MS
    for (let left = TURN_MESSAGES; left > 0 && performance.now() < end; left--) {
      if (this.#isKilled) return
      if (this.#unreadBytes > MAX_UNREAD_BYTES) break
      if (this.#hear()) continue
      if (this.#channel.isPaused()) this.#channel.resume()
      return
    }
    this.#listenLater()
  }

  /** Takes one message; false when there is none. */
  #hear(): boolean {
    try {
      const message = this.#reader.next()
      if (message !== null) this.#onMessage(message)
      return message !== null
    } catch (error) {
      // Longer than our own code writes, or not written by it: whoever speaks there is not our code any more.
      const isLie = error instanceof CodedError && error.code === 'FRAME_INVALID'
      if (!isLie) this.#logger.error({ err: error }, 'A message of a sandbox process could not be dealt with')
      this.kill()
      return true
    }
  }

  #keepWords(stream: Readable | null): void {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text.slice(0, MAX_SAID_CHARACTERS - this.#said.length)
      if (this.#said.length < MAX_SAID_CHARACTERS || this.#isKilled) return
      // Somebody prints without end: the rest is thrown away without haste.
      stream.pause()
      setTimeout(() => stream.resume(), EXCESS_PAUSE_MS)
    })
  }

  #finish(code: number | null, signal: NodeJS.Signals | null): ProcessEnd {
    const how = signal ?? `exit code ${code}`
    const said = this.#said.trim()
    if (said !== '') this.#logger.warn({ how, said }, 'A sandbox process said this before it ended')
    return { how, ranOutOfMemory: /heap out of memory|Allocation failed/i.test(said) }
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended by itself.
  }
}

function duplexOf(child: ChildProcess): Duplex {
  const channel = child.stdio[CHANNEL_FD]
  if (!(channel instanceof Duplex)) throw new TypeError('The sandbox process has no channel')
  return channel
}
