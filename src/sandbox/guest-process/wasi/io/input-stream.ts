import { boundedLength } from '../bounded-length.ts'
import { Pollable } from './poll.ts'
import { ALWAYS_READY, waitForAny, type Readiness } from './readiness.ts'
import { streamClosed } from './stream-error.ts'

/** Where an input stream gets its bytes; it is ready when a read gives bytes, the end or an error. */
export interface ByteSource extends Readiness {
  /**
   * What is at hand, at most `length` bytes; empty while there is nothing yet, null at the end. It holds until the next
   * read or wait.
   *
   * @throws WitError with a `stream-error`
   */
  read(length: number): Uint8Array | null
  /** The guest lets go of the stream. */
  close(): void
}

/** A source that has ended before it began. */
export const EMPTY_SOURCE: ByteSource = { ...ALWAYS_READY, read: () => null, close: () => {} }

/** `wasi:io/streams` `input-stream`. */
export class InputStream {
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    this.#source = source
  }

  read(length: bigint): Uint8Array {
    const bytes = this.#source.read(boundedLength(length))
    if (bytes === null) throw streamClosed()
    return bytes
  }

  async blockingRead(length: bigint): Promise<Uint8Array> {
    if (length > 0n) await waitForAny([this.#source])
    return this.read(length)
  }

  skip(length: bigint): bigint {
    return BigInt(this.read(length).length)
  }

  async blockingSkip(length: bigint): Promise<bigint> {
    return BigInt((await this.blockingRead(length)).length)
  }

  subscribe(): Pollable {
    return new Pollable(this.#source)
  }

  [Symbol.dispose](): void {
    this.#source.close()
  }
}
