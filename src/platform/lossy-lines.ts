import type { Writable } from 'node:stream'

/** What may wait for a reader; a pipe of the operating system holds another 64 KiB. */
const MAX_WAITING_BYTES = 1024 * 1024

/** Writes lines to a stream that others may not read: what finds no room is dropped and counted, and nothing ever waits. */
export class LossyLines {
  readonly #stream: Writable
  readonly #onDropped: (count: number) => void
  #dropped = 0

  /** @param onDropped hears how many lines were dropped, when there is room again */
  constructor(stream: Writable, onDropped: (count: number) => void) {
    this.#stream = stream
    this.#onDropped = onDropped
    stream.on('drain', () => this.#tell())
  }

  write(line: string): void {
    if (this.#stream.writableLength + line.length > MAX_WAITING_BYTES) this.#dropped++
    else this.#stream.write(line)
  }

  #tell(): void {
    const dropped = this.#dropped
    this.#dropped = 0
    if (dropped > 0) this.#onDropped(dropped)
  }
}
