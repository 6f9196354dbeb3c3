import { IoError } from '../io/error.ts'
import type { ByteSource } from '../io/input-stream.ts'
import { lastOperationFailed } from '../io/stream-error.ts'
import { type ErrorCode, errorCodeOf } from './error-code.ts'
import type { OpenFile } from './open-file.ts'

/** What is read at once: little at first, for most files are small, more for who reads on. */
const FIRST_CHUNK_BYTES = 64 * 1024
const MAX_CHUNK_BYTES = 1024 * 1024

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly done: Promise<void> }
  | { readonly kind: 'filled'; readonly bytes: Uint8Array }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly code: ErrorCode }

/** `read-via-stream`: reads a chunk when somebody waits for one, in a thread of the pool. */
export class FileSource implements ByteSource {
  readonly #file: OpenFile
  #offset: bigint
  #chunk = FIRST_CHUNK_BYTES
  #state: State = { kind: 'idle' }

  /** Takes over one use of the file. */
  constructor(file: OpenFile, offset: bigint) {
    this.#file = file
    this.#offset = offset
  }

  isReady(): boolean {
    return this.#state.kind !== 'idle' && this.#state.kind !== 'reading'
  }

  wait(): Promise<void> {
    if (this.#state.kind === 'idle') this.#state = { kind: 'reading', done: this.#fill() }
    return this.#state.kind === 'reading' ? this.#state.done : Promise.resolve()
  }

  read(length: number): Uint8Array | null {
    const state = this.#state
    switch (state.kind) {
      case 'filled':
        return this.#take(state.bytes, length)
      case 'ended':
        return null
      case 'failed':
        this.#state = { kind: 'ended' }
        throw lastOperationFailed(
          new IoError(`The file could not be read: ${state.code}`, { kind: 'filesystem', code: state.code }),
        )
      case 'idle':
        void this.wait()
        return new Uint8Array(0)
      case 'reading':
        return new Uint8Array(0)
    }
  }

  close(): void {
    this.#file.release()
  }

  #take(bytes: Uint8Array, length: number): Uint8Array {
    const taken = bytes.subarray(0, length)
    this.#state =
      taken.length < bytes.length ? { kind: 'filled', bytes: bytes.subarray(length) } : { kind: 'idle' }
    return taken
  }

  async #fill(): Promise<void> {
    try {
      const bytes = await this.#file.read(this.#chunk, this.#offset)
      this.#offset += BigInt(bytes.length)
      this.#chunk = Math.min(this.#chunk * 2, MAX_CHUNK_BYTES)
      this.#state = bytes.length === 0 ? { kind: 'ended' } : { kind: 'filled', bytes }
    } catch (error) {
      this.#state = { kind: 'failed', code: errorCodeOf(error) }
    }
  }
}
