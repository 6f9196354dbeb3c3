import type { Writable } from 'node:stream'

import type { JSONRPCMessage } from '@modelcontextprotocol/server'

import { JsonText } from '#platform'

import { messagePieces } from './message-pieces.ts'

/** How long what was sent may take to be read once the connection is over, in milliseconds. */
const LAST_READ_MS = 500

/** A longer result is not read again to be written, in characters. */
const LONG_CHARACTERS = 64 * 1024

/** What may wait in the stream itself, in bytes, so that the pipe is never idle. */
const MAX_QUEUED_BYTES = 1024 * 1024

/** Messages to a client that reads them or does not: one after the other, each when the one before is out. */
export class OutgoingMessages {
  readonly #output: Writable
  #last: Promise<void> = Promise.resolve()
  #waiting = 0
  readonly #onRead: () => void

  /** @param onRead called each time a message is out */
  constructor(output: Writable, onRead: () => void) {
    this.#output = output
    this.#onRead = onRead
  }

  /** Characters of messages that the client has not read yet. */
  get waiting(): number {
    return this.#waiting
  }

  /** Resolves when the message is out; rejects when it cannot be. */
  send(message: JSONRPCMessage): Promise<void> {
    const { pieces, length } = written(message)
    this.#waiting += length
    const sent = this.#last.then(() => this.#write(pieces))
    this.#last = sent
      .catch(() => {})
      .finally(() => {
        this.#waiting -= length
        this.#onRead()
      })
    return sent
  }

  /** Waits a moment for a client that still reads, and no longer: one that has stopped must not keep the server. */
  async end(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, LAST_READ_MS)
    void this.#last.finally(resolve)
    await promise
    clearTimeout(timer)
    if (this.#waiting > 0) this.#output.destroy()
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
  readonly length: number
}

/** A long result is written in pieces, and only when its turn has come. */
function written(message: JSONRPCMessage): Written {
  const result = resultOf(message)
  if (result !== null && result.text.length > LONG_CHARACTERS) {
    // It stands there twice.
    return { pieces: messagePieces(message), length: 2 * result.text.length }
  }
  const line = `${JSON.stringify(message)}\n`
  return { pieces: [line], length: line.length }
}

function resultOf(message: JSONRPCMessage): JsonText | null {
  const content = 'result' in message ? message.result['structuredContent'] : null
  if (typeof content !== 'object' || content === null || !('result' in content)) return null
  return content.result instanceof JsonText ? content.result : null
}
