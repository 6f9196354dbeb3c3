import { createHash } from 'node:crypto'
import { constants, writeSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

import { withFileLock } from '../file-lock.ts'
import { makeFolder } from '../make-folder.ts'
import { visibleJson } from '../visible-text.ts'
import { readLastLine } from './read-last-line.ts'
import { statIfAt } from './stat-if-at.ts'

const MIB = 1024 * 1024

/** How many older files stay: `audit.jsonl.1` is the newest of them. */
export const KEPT_FILES = 5

/** How a file is kept. */
export interface AuditFileSettings {
  readonly path: string
  /** Whether each line carries the SHA-256 of the one before it as `prev`. */
  readonly isChained: boolean
  /** A file that has grown past this is set aside, in bytes. */
  readonly maxBytes?: number | undefined
}

/** A file that only grows, shared by every process of the user. */
export class AuditFile {
  readonly #path: string
  readonly #isChained: boolean
  readonly #maxBytes: number
  #handle: FileHandle | null = null
  #isTorn = false

  constructor({ path, isChained, maxBytes = 16 * MIB }: AuditFileSettings) {
    this.#path = path
    this.#isChained = isChained
    this.#maxBytes = maxBytes
  }

  /** Appends an entry as one line in one write, so that lines of many processes do not mix. @throws Error with a `code` of `node:fs` */
  async append(entry: object): Promise<void> {
    if (!this.#isChained) {
      this.#write(await this.#openWithRoom(true), visibleJson(entry))
      return
    }
    await makeFolder(dirname(this.#path), { mode: 0o700 })
    await withFileLock(this.#path, async () => {
      const handle = await this.#openWithRoom(false)
      const last = (await readLastLine(this.#path)) ?? (await readLastLine(`${this.#path}.1`))
      this.#write(handle, visibleJson({ ...entry, prev: last === null ? null : hashOfLine(last) }))
    })
  }

  async close(): Promise<void> {
    await this.#handle?.close()
    this.#handle = null
  }

  #write(handle: FileHandle, line: string): void {
    // What a full disk cut off must not run into the next line.
    const bytes = Buffer.from(`${this.#isTorn ? '\n' : ''}${line}\n`)
    const bytesWritten = writeSync(handle.fd, bytes)
    this.#isTorn = bytesWritten > 0 && bytesWritten < bytes.length
    if (bytesWritten < bytes.length) throw new Error('The disk is full')
  }

  /** Sets a full file aside, under the lock that a chain already holds. */
  async #openWithRoom(takesLock: boolean): Promise<FileHandle> {
    const opened = await this.#open()
    if (opened.size < this.#maxBytes) return opened.handle
    await (takesLock ? withFileLock(this.#path, () => this.#rotate()) : this.#rotate())
    return (await this.#open()).handle
  }

  /** Another process may have set the file aside: what is open then is the old one. */
  async #open(): Promise<{ readonly handle: FileHandle; readonly size: number }> {
    if (this.#handle !== null) {
      const found = statIfAt(this.#handle, this.#path)
      if (found !== null) return { handle: this.#handle, size: found.size }
      await this.close()
    }
    await makeFolder(dirname(this.#path), { mode: 0o700 })
    const { O_APPEND, O_CREAT, O_WRONLY } = constants
    this.#handle = await open(this.#path, O_APPEND | O_CREAT | O_WRONLY, 0o600)
    return { handle: this.#handle, size: (await this.#handle.stat()).size }
  }

  async #rotate(): Promise<void> {
    // While this one waited for the lock, another process may have done it.
    if ((await this.#open()).size < this.#maxBytes) return
    for (let number = KEPT_FILES - 1; number >= 1; number -= 1) {
      await rename(`${this.#path}.${number}`, `${this.#path}.${number + 1}`).catch(() => {})
    }
    await rename(this.#path, `${this.#path}.1`)
  }
}

/** The link from a line to the one before it: SHA-256 of its bytes without the line break, in hexadecimal digits. */
export function hashOfLine(line: string): string {
  return createHash('sha256').update(line).digest('hex')
}
