import { IoError } from '../io/error.ts'
import type { ByteSink } from '../io/output-stream.ts'
import { lastOperationFailed, streamClosed } from '../io/stream-error.ts'
import { type ErrorCode, errorCodeOf } from './error-code.ts'
import type { OpenFile } from './open-file.ts'
import type { OpenTable } from './open-table.ts'

/** What one write may have: more than enough to keep a disk busy, little enough for 16 calls at once. */
const PERMIT_BYTES = 1024 * 1024

/** Shorter writes end in the page cache sooner than a thread of the pool would have begun. */
const SHORT_BYTES = 64 * 1024

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'writing'; readonly done: Promise<void> }
  | { readonly kind: 'failed'; readonly code: ErrorCode }
  | { readonly kind: 'closed' }

/** `write-via-stream` and `append-via-stream`: one write at a time, and no permit for another until it is done. */
export class FileSink implements ByteSink, Disposable {
  readonly #file: OpenFile
  /** Null to append. */
  #offset: bigint | null
  #state: State = { kind: 'idle' }

  readonly #table: OpenTable

  /** Uses the file until it is closed; `table` keeps it while it is open. */
  constructor(table: OpenTable, file: OpenFile, offset: bigint | null) {
    this.#table = table
    this.#file = file.share()
    this.#offset = offset
  }

  isReady(): boolean {
    return this.#state.kind !== 'writing'
  }

  wait(): Promise<void> {
    return this.#state.kind === 'writing' ? this.#state.done : Promise.resolve()
  }

  capacity(): number {
    switch (this.#state.kind) {
      case 'idle':
        return PERMIT_BYTES
      case 'writing':
        return 0
      case 'failed':
        return this.#fail(this.#state.code)
      case 'closed':
        throw streamClosed()
    }
  }

  write(bytes: Uint8Array): void {
    if (this.capacity() < bytes.length) return
    const offset = this.#offset
    if (offset !== null) this.#offset = offset + BigInt(bytes.length)
    if (bytes.length > SHORT_BYTES) {
      this.#state = { kind: 'writing', done: this.#writeAside(bytes, offset) }
      return
    }
    try {
      this.#file.writeNow(bytes, offset)
    } catch (error) {
      this.#fail(errorCodeOf(error))
    }
  }

  /** What was taken is already on its way. */
  flush(): void {
    if (this.#state.kind !== 'writing') this.capacity()
  }

  close(): void {
    this.#table.close(this)
  }

  [Symbol.dispose](): void {
    this.#file.release()
  }

  async #writeAside(bytes: Uint8Array, offset: bigint | null): Promise<void> {
    try {
      await this.#file.write(bytes, offset)
      this.#state = { kind: 'idle' }
    } catch (error) {
      this.#state = { kind: 'failed', code: errorCodeOf(error) }
    }
  }

  #fail(code: ErrorCode): never {
    this.#state = { kind: 'closed' }
    throw lastOperationFailed(
      new IoError(`The file could not be written: ${code}`, { kind: 'filesystem', code }),
    )
  }
}
