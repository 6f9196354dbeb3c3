import { readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'

import {
  type Logger,
  makeFolder,
  removeStaleTemporaries,
  TEMPORARY_PREFIX,
  temporaryName,
  writeFileAtomically,
} from '#platform'

import { hexOf, sha256Of, type Sha256Digest } from '../digest.ts'
import { BlobWriter, type Expected } from './blob-writer.ts'
import { hashFile, type HashedFile } from './hash-file.ts'
import { tidyDownloads } from './partial-blobs.ts'
import { storeError, systemCode } from './store-error.ts'
import type { StoredBlob } from './stored-blob.ts'

const LAYOUT = '{"imageLayoutVersion":"1.0.0"}\n'

/**
 * Bytes kept by their SHA-256 digest in the folder form of the OCI image layout 1.0.
 *
 * Blobs never change and are renamed into place whole, so that any number of processes may share the folder without a lock.
 */
export class BlobStore {
  /** The folder that holds everything. */
  readonly directory: string
  readonly #logger: Logger
  #prepared: Promise<void> | undefined
  #tidied: Promise<void> = Promise.resolve()

  constructor(directory: string, logger: Logger) {
    this.directory = directory
    this.#logger = logger
  }

  /** Removes what killed processes have left, but for the parts of downloads that can be gone on with. */
  tidy(): Promise<void> {
    this.#tidied = this.#tidy()
    return this.#tidied
  }

  async #tidy(): Promise<void> {
    await tidyDownloads(this.#temporaries)
    await removeStaleTemporaries(join(this.directory, 'refs'), TEMPORARY_PREFIX)
    await removeStaleTemporaries(this.directory, TEMPORARY_PREFIX)
  }

  /** Where the blob of a digest lies or would lie. */
  pathOf(digest: Sha256Digest): string {
    return join(this.directory, 'blobs', 'sha256', hexOf(digest))
  }

  /**
   * Looks up a blob and hashes it again; one that was damaged or replaced on disk is removed and counts as missing.
   */
  async find(digest: Sha256Digest): Promise<StoredBlob | null> {
    const path = this.pathOf(digest)
    const found = await this.#hash(path)
    if (found === null) return null
    if (found.digest === digest) return { path, size: found.size, head: found.head }
    this.#logger.warn({ digest, path }, 'A blob in the content store was changed on disk and is dropped')
    await rm(path, { force: true })
    return null
  }

  /** Whether a blob lies there, be it whole or not. */
  async has(digest: Sha256Digest): Promise<boolean> {
    return (await stat(this.pathOf(digest)).catch(() => null)) !== null
  }

  /** Reads a small blob whole, or null when it is missing, damaged or larger than `limit` bytes. */
  async read(digest: Sha256Digest, limit: number): Promise<Buffer | null> {
    const path = this.pathOf(digest)
    const size = await stat(path).then(
      (entry) => entry.size,
      () => null,
    )
    if (size === null || size > limit) return null
    const bytes = await readFile(path)
    if (sha256Of(bytes) !== digest) return null
    await touch(path)
    return bytes
  }

  /** Starts a new blob. @throws CodedError `STORE_FULL`, `STORE_NOT_WRITABLE` */
  startBlob(): Promise<BlobWriter> {
    return this.#begin(() => BlobWriter.open(join(this.#temporaries, temporaryName()), this))
  }

  /**
   * Goes on with a blob where an earlier download of it has stopped, in this process or another; what it has may still be wrong.
   *
   * @throws CodedError `STORE_FULL`, `STORE_NOT_WRITABLE`
   */
  resumeBlob(expected: Expected): Promise<BlobWriter> {
    return this.#begin(async () => {
      await this.#tidied
      return BlobWriter.resume(this.#temporaries, expected, this)
    })
  }

  /** Stores bytes that are in memory. @throws CodedError `STORE_FULL`, `STORE_NOT_WRITABLE` */
  async put(bytes: Uint8Array): Promise<Sha256Digest> {
    const expected: Expected = { digest: sha256Of(bytes), size: bytes.length }
    // A store that cannot be written still serves what it holds.
    if ((await this.read(expected.digest, bytes.length)) !== null) return expected.digest
    await using writer = await this.startBlob()
    await writer.write(bytes)
    await writer.commit(expected)
    return expected.digest
  }

  /** Turns a failed file operation into an error that names this store. */
  explain(error: unknown): unknown {
    return storeError(error, this.directory)
  }

  get #temporaries(): string {
    return join(this.directory, 'tmp')
  }

  async #begin(open: () => Promise<BlobWriter>): Promise<BlobWriter> {
    try {
      this.#prepared ??= this.#prepare()
      await this.#prepared
      return await open()
    } catch (error) {
      this.#prepared = undefined
      throw storeError(error, this.directory)
    }
  }

  async #hash(path: string): Promise<HashedFile | null> {
    try {
      await touch(path)
      return await hashFile(path)
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null
      throw storeError(error, this.directory)
    }
  }

  async #prepare(): Promise<void> {
    await makeFolder(join(this.directory, 'blobs', 'sha256'))
    await makeFolder(join(this.directory, 'refs'))
    await makeFolder(join(this.directory, 'tmp'), { mode: 0o700 })
    const layout = join(this.directory, 'oci-layout')
    const present = await readFile(layout, 'utf8').catch(() => null)
    if (present !== LAYOUT) await writeFileAtomically(layout, LAYOUT)
  }
}

/** Tells a collection by age that a blob is in use; a read-only store is no reason to fail. */
async function touch(path: string): Promise<void> {
  const now = new Date()
  await utimes(path, now, now).catch(() => {})
}
