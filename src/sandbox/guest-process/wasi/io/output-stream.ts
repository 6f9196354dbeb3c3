import { GuestTrap } from '../guest-trap.ts'
import type { InputStream } from './input-stream.ts'
import { Pollable } from './poll.ts'
import { waitForAny, type Readiness } from './readiness.ts'

/** Where an output stream puts its bytes; it is ready when it has capacity or has failed. */
export interface ByteSink extends Readiness {
  /** How many bytes the next write may have. @throws WitError with a `stream-error` */
  capacity(): number
  /** Takes at most `capacity` bytes. @throws WitError with a `stream-error` */
  write(bytes: Uint8Array): void
  /** Sends on what was taken; `isReady` says when that is done. */
  flush(): void
  /** The guest lets go of the stream. */
  close(): void
}

/** `wasi:io/streams` `output-stream`. */
export class OutputStream {
  readonly #sink: ByteSink

  constructor(sink: ByteSink) {
    this.#sink = sink
  }

  checkWrite(): bigint {
    return BigInt(this.#sink.isReady() ? this.#sink.capacity() : 0)
  }

  write(bytes: Uint8Array): void {
    const permitted = this.#sink.capacity()
    if (bytes.length > permitted) {
      throw new GuestTrap(`The component wrote ${bytes.length} bytes where ${permitted} were permitted`)
    }
    this.#sink.write(bytes)
  }

  async blockingWriteAndFlush(bytes: Uint8Array): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const end = written + (await this.#waitForCapacity())
      this.#sink.write(bytes.subarray(written, end))
      written = end
    }
    await this.blockingFlush()
  }

  flush(): void {
    this.#sink.flush()
  }

  async blockingFlush(): Promise<void> {
    this.#sink.flush()
    await this.#waitForCapacity()
  }

  subscribe(): Pollable {
    return new Pollable(this.#sink)
  }

  writeZeroes(length: bigint): void {
    const permitted = this.#sink.capacity()
    if (length > BigInt(permitted)) {
      throw new GuestTrap(`The component wrote ${length} zeroes where ${permitted} bytes were permitted`)
    }
    this.#sink.write(new Uint8Array(Number(length)))
  }

  async blockingWriteZeroesAndFlush(length: bigint): Promise<void> {
    for (let left = length; left > 0n;) {
      const permitted = BigInt(await this.#waitForCapacity())
      const part = left < permitted ? left : permitted
      this.writeZeroes(part)
      left -= part
    }
    await this.blockingFlush()
  }

  splice(source: InputStream, length: bigint): bigint {
    const permitted = this.checkWrite()
    const bytes = source.read(length < permitted ? length : permitted)
    this.#sink.write(new Uint8Array(bytes))
    return BigInt(bytes.length)
  }

  async blockingSplice(source: InputStream, length: bigint): Promise<bigint> {
    const permitted = BigInt(await this.#waitForCapacity())
    const bytes = await source.blockingRead(length < permitted ? length : permitted)
    this.#sink.write(new Uint8Array(bytes))
    return BigInt(bytes.length)
  }

  async #waitForCapacity(): Promise<number> {
    await waitForAny([this.#sink])
    return this.#sink.capacity()
  }

  [Symbol.dispose](): void {
    this.#sink.close()
  }
}
