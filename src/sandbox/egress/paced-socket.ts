import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

import type { Turn } from './turn.ts'

/** What a parser is given at once: in chunks of one byte, some hundred of them. */
const READ_BYTES = 4_096

/**
 * A connection whose bytes come in shares of a turn of the event loop, and not at all while it is held.
 *
 * Node's parser takes apart at once whatever it is given, and keeps it by bytes: a peer that sends chunks of one byte would have it
 * do so for seconds, and keep each in an object of its own.
 */
export class PacedSocket extends Duplex {
  readonly #socket: Socket
  readonly #turn: Turn
  #isWanted = false
  #isWaiting = false
  #isHeld = false

  /** @param ready what `socket` says when bytes can go out: over TLS that is later than its connection */
  constructor(socket: Socket, ready: 'connect' | 'secureConnect', turn: Turn) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    this.#turn = turn
    socket
      .once(ready, () => this.emit('connect'))
      .on('readable', () => this.#pass())
      .once('end', () => this.push(null))
      .once('error', (error) => this.destroy(error))
      .once('close', () => this.destroy())
  }

  /** From now on nothing comes. */
  hold(): void {
    this.#isHeld = true
  }

  release(): void {
    this.#isHeld = false
    this.#pass()
  }

  override _read(): void {
    this.#isWanted = true
    this.#pass()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  #pass(): void {
    if (!this.#isWanted || this.#isWaiting || this.#isHeld || this.destroyed) return
    const length = Math.min(READ_BYTES, this.#socket.readableLength)
    // Asked for nothing, the connection says that there is something, or that it has ended.
    if (length === 0) return void this.#socket.read(0)
    this.#isWaiting = true
    this.#turn.waitForBytes(length, () => this.#passBytes(length))
  }

  #passBytes(length: number): void {
    this.#isWaiting = false
    const bytes: unknown = this.#isHeld || this.destroyed ? null : this.#socket.read(length)
    if (!(bytes instanceof Uint8Array)) return
    this.#isWanted = this.push(bytes)
    this.#pass()
  }
}
