import { createHash } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'

import { CodedError } from '#platform'

import { PREAMBLE_BYTES } from '../component-preamble.ts'
import type { Sha256Digest } from '../digest.ts'
import { downloadPath, leavePartial, takePartial } from './partial-blobs.ts'
import type { StoredBlob } from './stored-blob.ts'

/** What a descriptor promised about the bytes. */
export interface Expected {
  readonly digest: Sha256Digest
  readonly size: number
}

interface Home {
  pathOf(digest: Sha256Digest): string
  explain(error: unknown): unknown
}

/**
 * One blob on its way into the store: hashed and counted while it is written, visible only after `commit`.
 *
 * Use with `await using`: what was not committed is removed, or left to be gone on with.
 */
export class BlobWriter implements AsyncDisposable {
  readonly #path: string
  readonly #file: FileHandle
  readonly #home: Home
  readonly #hash = createHash('sha256')
  #head = Buffer.alloc(0)
  #size = 0
  #committed = false
  /** What is left of the blob where it is not committed; null when that would be of no use. */
  #resumable: Expected | null = null

  private constructor(path: string, file: FileHandle, home: Home) {
    this.#path = path
    this.#file = file
    this.#home = home
  }

  /** Creates the temporary file. */
  static async open(path: string, home: Home): Promise<BlobWriter> {
    return new BlobWriter(path, await open(path, 'wx', 0o600), home)
  }

  /** Goes on with what is left of an earlier download; hashes it first. */
  static async resume(folder: string, expected: Expected, home: Home): Promise<BlobWriter> {
    const path = downloadPath(folder, expected.digest)
    const file = await takePartial(folder, expected.digest, path)
    const writer = file === null ? await BlobWriter.open(path, home) : new BlobWriter(path, file, home)
    writer.#resumable = expected
    if (file !== null && !(await writer.#takeOver(expected.size))) {
      await rm(path, { force: true })
      return BlobWriter.open(path, home)
    }
    return writer
  }

  /** How many bytes were written so far. */
  get size(): number {
    return this.#size
  }

  /** The first bytes, enough for the preamble of a component. */
  get head(): Uint8Array {
    return this.#head
  }

  /** Appends bytes. @throws CodedError `STORE_FULL`, `STORE_NOT_WRITABLE` */
  async write(chunk: Uint8Array): Promise<void> {
    const position = this.#size
    this.#count(chunk)
    await this.#explained(() => writeAll(this.#file, chunk, position))
  }

  /**
   * Makes the blob visible, durable and read-only.
   *
   * @param expected Compared first; null when the digest was not known before.
   * @throws CodedError `DIGEST_MISMATCH`, `TRUNCATED`, `TOO_LARGE`, `STORE_FULL`, `STORE_NOT_WRITABLE`
   */
  async commit(expected: Expected | null): Promise<StoredBlob & { readonly digest: Sha256Digest }> {
    const digest: Sha256Digest = `sha256:${this.#hash.digest('hex')}`
    // Whatever is wrong with it, nobody can go on with it.
    this.#resumable = null
    if (expected !== null) assertExpected({ digest, size: this.#size }, expected)
    const path = this.#home.pathOf(digest)
    await this.#explained(async () => {
      await this.#file.chmod(0o444)
      await this.#file.sync()
      await this.#file.close()
      await rename(this.#path, path)
    })
    this.#committed = true
    return { digest, path, size: this.#size, head: this.#head }
  }

  /** Removes what was not committed, or leaves it to be gone on with. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#committed) return
    await this.#file.close().catch(() => {})
    const expected = this.#resumable
    if (expected === null || this.#size >= expected.size) await rm(this.#path, { force: true })
    else await leavePartial(this.#path, expected.digest)
  }

  /** False when there is more than there may be. */
  async #takeOver(limit: number): Promise<boolean> {
    const { size } = await this.#file.stat()
    if (size <= limit) {
      for await (const chunk of this.#file.createReadStream({ start: 0, autoClose: false }))
        this.#count(chunk)
      return true
    }
    await this.#file.close()
    return false
  }

  #count(chunk: Uint8Array): void {
    this.#hash.update(chunk)
    this.#size += chunk.length
    if (this.#head.length < PREAMBLE_BYTES) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, PREAMBLE_BYTES - this.#head.length)])
    }
  }

  async #explained(operation: () => Promise<void>): Promise<void> {
    try {
      await operation()
    } catch (error) {
      // A full disk needs the room.
      this.#resumable = null
      throw this.#home.explain(error)
    }
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let offset = 0; offset < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, offset, chunk.length - offset, position + offset)
    offset += bytesWritten
  }
}

function assertExpected(actual: Expected, expected: Expected): void {
  if (actual.size !== expected.size) {
    const code = actual.size < expected.size ? 'TRUNCATED' : 'TOO_LARGE'
    throw new CodedError(
      code,
      `The download has ${actual.size} bytes where its description says ${expected.size}: load again, and tell the publisher if it stays so`,
    )
  }
  if (actual.digest !== expected.digest) {
    throw new CodedError(
      'DIGEST_MISMATCH',
      `The download has the digest "${actual.digest}" where "${expected.digest}" was promised: it was changed on the way or at the registry, so it is not used`,
    )
  }
}
