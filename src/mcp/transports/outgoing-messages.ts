import type { Writable } from 'node:stream'

import type { JSONRPCMessage } from '@modelcontextprotocol/server'

/** How long what was sent may take to be read once the connection is over, in milliseconds. */
const LAST_READ_MS = 500

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
    const line = `${JSON.stringify(message)}\n`
    this.#waiting += line.length
    const sent = this.#last.then(() => this.#write(line))
    this.#last = sent
      .catch(() => {})
      .finally(() => {
        this.#waiting -= line.length
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

  async #write(text: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#output.write(text, (error) => (error ? reject(error) : resolve()))
    await promise
  }
}
