import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { CodedError, describeError, makeFolder, withFileLock, writeFileAtomically } from '#platform'

import { type LockDocument, parseLockDocument, printLockDocument } from './lock-document.ts'
import type { LockedVersion } from './locked-version.ts'

/** Thousands of components; what is larger was not written here. */
const MAX_BYTES = 16 * 1024 * 1024

/** The file that says which version each reference stands for: shared by processes, and kept in git by teams. */
export class LockFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** All of it; empty where there is no file. @throws CodedError `LOCK_FILE_INVALID`, `LOCK_FILE_NOT_READABLE` */
  async read(): Promise<LockDocument> {
    const text = await this.#readText()
    return text === null ? new Map() : parseLockDocument(text, this.path)
  }

  /**
   * Changes what is locked, when no other process does; unchanged text is not written.
   *
   * @param change Is given the version of the reference as it is now, or null; null forgets the reference.
   * @throws CodedError as `read`, `LOCK_FILE_NOT_WRITABLE`, and what `change` throws, before anything is written
   */
  change(reference: string, change: (now: LockedVersion | null) => LockedVersion | null): Promise<void> {
    return this.changeAll([reference], change)
  }

  /** Changes all of these or none. @throws CodedError as `change` */
  async changeAll(
    references: readonly string[],
    change: (now: LockedVersion | null, reference: string) => LockedVersion | null,
  ): Promise<void> {
    await this.#inTurn(async (file) => {
      const text = await this.#readText()
      const document = new Map(text === null ? [] : parseLockDocument(text, this.path))
      for (const reference of references) {
        const next = change(document.get(reference) ?? null, reference)
        if (next === null) document.delete(reference)
        else document.set(reference, next)
      }
      const printed = printLockDocument(document)
      if (printed !== text) await writeFileAtomically(file, printed)
    })
  }

  async #readText(): Promise<string | null> {
    try {
      const found = await stat(this.path)
      // A pipe or a device would be read for ever.
      if (!found.isFile()) throw new Error('it is no file')
      const { size } = found
      if (size > MAX_BYTES) throw new Error(`it has ${size} bytes where ${MAX_BYTES} are allowed`)
      return await readFile(this.path, 'utf8')
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null
      if (code === 'ENOENT' || code === 'ENOTDIR') return null
      throw new CodedError(
        'LOCK_FILE_NOT_READABLE',
        `The lock file '${this.path}' cannot be read: ${describeError(error)}; change its permissions or name another with --lock`,
        { cause: error },
      )
    }
  }

  async #inTurn(work: (file: string) => Promise<void>): Promise<void> {
    try {
      // A link goes on leading to the file that a team keeps elsewhere, and two links to one file take turns.
      const file = await realpath(this.path).catch(() => this.path)
      const folder = dirname(file)
      await makeFolder(folder)
      await withFileLock(join(folder, '.wassette-lock'), () => work(file))
    } catch (error) {
      if (error instanceof CodedError) throw error
      throw new CodedError(
        'LOCK_FILE_NOT_WRITABLE',
        `The lock file '${this.path}' cannot be written: ${describeError(error)}; free space, change its permissions or name another with --lock`,
        { cause: error },
      )
    }
  }
}
