import { IoError } from '../io/error.ts'
import type { ByteSource } from '../io/input-stream.ts'
import { lastOperationFailed } from '../io/stream-error.ts'
import { type ErrorCode, errorCodeOf } from './error-code.ts'
import type { OpenFile } from './open-file.ts'
import type { OpenTable } from './open-table.ts'

/** What is read at once: little at first, for most files are small, more for who reads on. */
const FIRST_CHUNK_BYTES = 64 * 1024
const MAX_CHUNK_BYTES = 256 * 1024

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly done: Promise<void> }
  | { readonly kind: 'filled'; readonly bytes: Uint8Array }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly code: ErrorCode }

/** `read-via-stream`: reads a chunk when somebody waits for one, in a thread of the pool. */
export class FileSource implements ByteSource, Disposable {
  readonly #file: OpenFile
  #offset: bigint
  /** Filled again and again: fresh memory for each chunk takes longer than the reading. */
  #buffer = new Uint8Array(0)
  #state: State = { kind: 'idle' }

  readonly #table: OpenTable

  /** Uses the file until it is closed; `table` keeps it while it is open. */
  constructor(table: OpenTable, file: OpenFile, offset: bigint) {
    this.#table = table
    this.#file = file.share()
    this.#offset = offset
  }

  isReady(): boolean {
    return this.#state.kind !== 'idle' && this.#state.kind !== 'reading'
  }

  wait(): Promise<void> {
    if (this.#state.kind === 'idle') this.#state = { kind: 'reading', done: this.#fill() }
    return this.#state.kind === 'reading' ? this.#state.done : Promise.resolve()
  }

  /** What it gives is overwritten by what is waited for next. */
  read(length: number): Uint8Array | null {
    const state = this.#state
    switch (state.kind) {
      case 'filled':
        return this.#take(state.bytes, length)
      case 'ended':
        return null
      case 'failed':
        return this.#fail(state.code)
      case 'idle':
        void this.wait()
        return new Uint8Array(0)
      case 'reading':
        return new Uint8Array(0)
    }
  }

  close(): void {
    this.#table.close(this)
  }

  [Symbol.dispose](): void {
    this.#file.release()
  }

  #take(bytes: Uint8Array, length: number): Uint8Array {
    const isAll = length >= bytes.length
    this.#state = isAll ? { kind: 'idle' } : { kind: 'filled', bytes: bytes.subarray(length) }
    return isAll ? bytes : bytes.subarray(0, length)
  }

  #fail(code: ErrorCode): never {
    this.#state = { kind: 'ended' }
    throw lastOperationFailed(
      new IoError(`The file could not be read: ${code}`, { kind: 'filesystem', code }),
    )
  }

  async #fill(): Promise<void> {
    try {
      const bytes = await this.#file.read(this.#nextBuffer(), this.#offset)
      this.#offset += BigInt(bytes.length)
      this.#state = bytes.length === 0 ? { kind: 'ended' } : { kind: 'filled', bytes }
    } catch (error) {
      this.#state = { kind: 'failed', code: errorCodeOf(error) }
    }
  }

  #nextBuffer(): Uint8Array {
    const size = Math.min(this.#buffer.length * 2 || FIRST_CHUNK_BYTES, MAX_CHUNK_BYTES)
    if (size > this.#buffer.length) this.#buffer = new Uint8Array(size)
    return this.#buffer
  }
}
