import { type BigIntStats, fstatSync, ftruncateSync, read, write, writeSync } from 'node:fs'
import { promisify } from 'node:util'

import type { PathAccess } from '../../../../policy/path-pattern.ts'
import { FileError } from './error-code.ts'
import type { Held } from './held.ts'
import type { InstanceFiles } from './instance-files.ts'

const readAt = promisify(read)
const writeAt = promisify(write)

/** Past it the numbers of JavaScript are not exact. */
const MAX_OFFSET = BigInt(Number.MAX_SAFE_INTEGER)

/** Who hears of what becomes of an open file. */
export interface OpenFileHooks {
  readonly onUnused: (file: OpenFile) => void
  readonly countBytes: (access: PathAccess, bytes: number) => void
}

/** Closes a file with the last who uses it, and counts its bytes. */
export function openFileHooks(files: InstanceFiles, path: string): OpenFileHooks {
  return {
    onUnused: (file) => files.open.close(file),
    countBytes: (access, bytes) => files.uses.addBytes(path, access, bytes),
  }
}

/** An open regular file. A descriptor and its streams share it; the last of them to let go closes it. */
export class OpenFile implements Disposable {
  readonly held: Held
  readonly #hooks: OpenFileHooks
  #users = 1
  #operations = 0
  #closed = false

  constructor(held: Held, hooks: OpenFileHooks) {
    this.held = held
    this.#hooks = hooks
  }

  stat(): BigIntStats {
    return fstatSync(this.#descriptor(), { bigint: true })
  }

  setSize(size: bigint): void {
    ftruncateSync(this.#descriptor(), toOffset(size))
  }

  /** Fills `buffer` as far as it goes: less at the end, or where the file system gives less. */
  async read(buffer: Uint8Array, offset: bigint): Promise<Uint8Array> {
    const position = toOffset(offset)
    const { bytesRead } = await this.#during((fd) => readAt(fd, buffer, 0, buffer.length, position))
    this.#hooks.countBytes('read', bytesRead)
    return buffer.subarray(0, bytesRead)
  }

  /** Writes all of it, at the end of the file where `offset` is null. */
  async write(bytes: Uint8Array, offset: bigint | null): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const position = positionAfter(offset, done)
      const { bytesWritten } = await this.#during((fd) =>
        writeAt(fd, bytes, done, bytes.length - done, position),
      )
      done += bytesWritten
      this.#hooks.countBytes('write', bytesWritten)
    }
  }

  /** As `write`, without leaving the thread: for what is too short to be worth another one. */
  writeNow(bytes: Uint8Array, offset: bigint | null): void {
    for (let done = 0; done < bytes.length;) {
      const position = positionAfter(offset, done)
      const written = writeSync(this.#descriptor(), bytes, done, bytes.length - done, position)
      done += written
      this.#hooks.countBytes('write', written)
    }
  }

  /** For one more who uses it and calls `release`. */
  share(): this {
    this.#users++
    return this
  }

  release(): void {
    this.#users--
    if (this.#users === 0) this.#hooks.onUnused(this)
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#closeWhenIdle()
  }

  /** The number of a closed descriptor goes to the next file: a write still under way would land in that one. */
  async #during<Result>(operation: (fd: number) => Promise<Result>): Promise<Result> {
    const fd = this.#descriptor()
    this.#operations++
    try {
      return await operation(fd)
    } finally {
      this.#operations--
      this.#closeWhenIdle()
    }
  }

  #descriptor(): number {
    const { fd } = this.held
    if (this.#closed || fd === null) throw new FileError('bad-descriptor')
    return fd
  }

  #closeWhenIdle(): void {
    if (this.#closed && this.#operations === 0) this.held[Symbol.dispose]()
  }
}

function positionAfter(offset: bigint | null, done: number): number | null {
  return offset === null ? null : toOffset(offset + BigInt(done))
}

function toOffset(offset: bigint): number {
  if (offset < 0n || offset > MAX_OFFSET) throw new FileError('invalid')
  return Number(offset)
}
