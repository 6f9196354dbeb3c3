import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'

import { CodedError } from '#platform'

import { madeFileName, MAX_CORE_MODULES } from '../protocol/inspect-protocol.ts'

/** Description and glue come before the core modules. */
const MAX_FILES = MAX_CORE_MODULES + 2

interface OpenFile {
  readonly name: string
  readonly handle: FileHandle
  readonly hash: Hash
}

/** What an inspection process makes of a component, written into a folder that the process never sees. */
export class MadeFiles implements AsyncDisposable {
  readonly #folder: string
  readonly #maxBytes: number
  readonly #hashes = new Map<string, string>()
  #bytes = 0
  #open: OpenFile | null = null

  /** `maxBytes` is for all files together. */
  constructor(folder: string, maxBytes: number) {
    this.#folder = folder
    this.#maxBytes = maxBytes
  }

  /** The hash of each file by its name; null while there are not all of them. */
  get hashes(): ReadonlyMap<string, string> | null {
    return this.#open === null && this.#hashes.size >= 2 ? this.#hashes : null
  }

  /** Writes the next part. @throws CodedError `COMPONENT_INVALID` when there is too much; Error of `node:fs` */
  async write({ bytes, isLast }: { readonly bytes: Uint8Array; readonly isLast: boolean }): Promise<void> {
    this.#bytes += bytes.length
    if (this.#bytes > this.#maxBytes) throw tooMuch(`more than ${this.#maxBytes} bytes`)
    this.#open ??= await this.#create()
    const { name, handle, hash } = this.#open
    hash.update(bytes)
    await handle.writeFile(bytes)
    if (!isLast) return
    this.#open = null
    await handle.close()
    this.#hashes.set(name, hash.digest('hex'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open?.handle.close()
  }

  async #create(): Promise<OpenFile> {
    if (this.#hashes.size === MAX_FILES) throw tooMuch(`more than ${MAX_CORE_MODULES} core modules`)
    const name = madeFileName(this.#hashes.size)
    return { name, handle: await open(join(this.#folder, name), 'wx', 0o600), hash: createHash('sha256') }
  }
}

function tooMuch(what: string): CodedError {
  return new CodedError(
    'COMPONENT_INVALID',
    `The component cannot be made ready to run: what is generated from it would be ${what}; build it smaller`,
  )
}
