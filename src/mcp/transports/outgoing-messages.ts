import type { Writable } from 'node:stream'

import type { JSONRPCMessage } from '@modelcontextprotocol/server'

import { JsonText, type Room } from '#platform'

import { messagePieces } from './message-pieces.ts'

/** How long what was sent may take to be read once the connection is over, in milliseconds. */
const LAST_READ_MS = 500

/** A longer result is not read again to be written, in characters. */
const LONG_CHARACTERS = 64 * 1024

/** What may wait in the stream itself, in bytes, so that the pipe is never idle. */
const MAX_QUEUED_BYTES = 1024 * 1024

/**
 * Messages to a client that reads them or does not, each when the one before is out.
 *
 * Long answers let all others go first, as long as they have not begun: a small answer must not wait for megabytes. Nothing
 * follows on the answer of a request, so that what belongs to one request stays in order.
 */
export class OutgoingMessages {
  readonly #output: Writable
  readonly #onRead: () => void
  readonly #short: Waiting[] = []
  readonly #long: Waiting[] = []
  #writing: Promise<void> | undefined
  #waiting = 0

  /** @param onRead called each time a message is out */
  constructor(output: Writable, onRead: () => void) {
    this.#output = output
    this.#onRead = onRead
  }

  /** Characters of messages that the client has not read yet, without results that have taken their room. */
  get waiting(): number {
    return this.#waiting
  }

  /** Resolves when the message is out; rejects when it cannot be. */
  send(message: JSONRPCMessage): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const outgoing = written(message)
    this.#waiting += outgoing.length
    const queue = outgoing.isLong ? this.#long : this.#short
    queue.push({ ...outgoing, resolve, reject })
    this.#writing ??= this.#writeAll()
    return promise
  }

  /** Waits a moment for a client that still reads, and no longer: one that has stopped must not keep the server. */
  async end(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, LAST_READ_MS)
    void Promise.resolve(this.#writing).then(resolve)
    await promise
    clearTimeout(timer)
    if (this.#writing !== undefined) this.#output.destroy()
  }

  /** Never rejects. */
  async #writeAll(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      await this.#write(next.pieces).then(next.resolve, next.reject)
      this.#waiting -= next.length
      next.room?.giveBack()
      this.#onRead()
    }
    this.#writing = undefined
  }

  #next(): Waiting | undefined {
    return this.#short.shift() ?? this.#long.shift()
  }

  async #write(pieces: Iterable<string>): Promise<void> {
    for (const piece of pieces) {
      if (this.#output.writableLength < MAX_QUEUED_BYTES) this.#output.write(piece)
      else await this.#put(piece)
    }
    await this.#put('')
  }

  /** Resolves when this and all before it is out. */
  #put(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#output.write(text, (error) => (error ? reject(error) : resolve()))
    })
  }
}

interface Written {
  readonly pieces: Iterable<string>
  /** What it counts for while it waits; 0 for a result that is counted where it has its room. */
  readonly length: number
  /** Whether it is an answer that lets others go first. */
  readonly isLong: boolean
  readonly room: Room | null
}

interface Waiting extends Written {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** A long result is written in pieces, and only when its turn has come. */
function written(message: JSONRPCMessage): Written {
  const result = resultOf(message)
  const room = result?.room ?? null
  if (result !== null && result.text.length > LONG_CHARACTERS) {
    // It stands there twice.
    const length = room === null ? 2 * result.text.length : 0
    return { pieces: messagePieces(message), length, isLong: true, room }
  }
  const line = `${JSON.stringify(message)}\n`
  const isLong = 'result' in message && line.length > LONG_CHARACTERS
  return { pieces: [line], length: line.length, isLong, room }
}

function resultOf(message: JSONRPCMessage): JsonText | null {
  const content = 'result' in message ? message.result['structuredContent'] : null
  if (typeof content !== 'object' || content === null || !('result' in content)) return null
  return content.result instanceof JsonText ? content.result : null
}
