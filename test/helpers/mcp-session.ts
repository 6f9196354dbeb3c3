import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'

/** One JSON-RPC message as it stood on the wire. */
export type Message = Readonly<Record<string, unknown>>

/** How a process ended. */
export interface ProcessEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
}

/** Speaks to a server line by line, for what an SDK hides: the order of messages, malformed input, the end of input. */
export class McpSession implements AsyncDisposable {
  readonly received: Message[] = []
  /** What the server wrote to stderr. */
  log = ''
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #ended: Promise<ProcessEnd>
  #arrived = Promise.withResolvers<void>()
  /** Pieces of the line that has not ended yet. */
  #begun: string[] = []

  constructor(
    command: readonly [string, ...string[]],
    options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
  ) {
    const [file, ...args] = command
    this.#child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options })
    this.#ended = once(this.#child, 'close').then(([exitCode, signal]) => {
      this.#arrived.reject(new Error('The server ended'))
      return { exitCode, signal }
    })
    this.#arrived.promise.catch(() => {})
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.log += text
      this.#arrive()
    })
    this.#child.stdin.on('error', () => {})
    // What was not read by then is not missed, and the streams close.
    this.#child.once('exit', () => this.readOn())
  }

  /** Leaves what the server writes where it is. */
  stopReading(stream: 'stdout' | 'stderr'): void {
    this.#child[stream].pause()
  }

  readOn(): void {
    this.#child.stdout.resume()
    this.#child.stderr.resume()
  }

  /** Writes a line as it is. */
  write(line: string): void {
    this.#child.stdin.write(`${line}\n`)
  }

  notify(method: string, params: object = {}): void {
    this.write(JSON.stringify({ jsonrpc: '2.0', method, params }))
  }

  /** Sends a request and resolves with the whole response. */
  async request(id: number | string, method: string, params: object = {}): Promise<Message> {
    this.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    return this.waitFor((message) => message['id'] === id)
  }

  /** Resolves with the first message, received before or to come, that matches. */
  async waitFor(matches: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.received.find((message) => matches(message))
      if (found) return found
      await this.#arrived.promise
    }
  }

  /** Resolves when the log has what the pattern says. */
  async waitForLog(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.log)) await this.#arrived.promise
  }

  async initialize(protocolVersion = '2025-06-18'): Promise<Message> {
    const clientInfo = { name: 'test', version: '1' }
    const answer = await this.request('init', 'initialize', { protocolVersion, capabilities: {}, clientInfo })
    this.notify('notifications/initialized')
    return answer
  }

  kill(signal: NodeJS.Signals): Promise<ProcessEnd> {
    this.#child.kill(signal)
    return this.#ended
  }

  endInput(): Promise<ProcessEnd> {
    this.#child.stdin.end()
    return this.#ended
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill('SIGKILL')
  }

  /** Messages end with a line feed; a reader of lines would end them at U+2028 too. */
  #read(text: string): void {
    const lines = text.split('\n')
    for (const line of lines.slice(0, -1)) {
      this.#receive([...this.#begun, line].join(''))
      this.#begun = []
    }
    this.#begun.push(lines.at(-1) ?? '')
  }

  #receive(line: string): void {
    const message: Message = JSON.parse(line)
    this.received.push(message)
    this.#arrive()
  }

  #arrive(): void {
    this.#arrived.resolve()
    this.#arrived = Promise.withResolvers<void>()
    this.#arrived.promise.catch(() => {})
  }
}
