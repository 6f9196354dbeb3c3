import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for everything that one run leaves behind; gone when it is disposed of. */
export class Scratch implements AsyncDisposable {
  readonly #path: string

  private constructor(path: string) {
    this.#path = path
  }

  static async create(): Promise<Scratch> {
    return new Scratch(await mkdtemp(join(tmpdir(), 'wassette-bench-')))
  }

  /** A new empty folder. */
  folder(name: string): Promise<string> {
    return mkdtemp(join(this.#path, `${name}-`))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#path, { recursive: true, force: true, maxRetries: 3 })
  }
}
