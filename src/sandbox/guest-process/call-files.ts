import {
  type FileUse,
  MAX_DENIED_CHARACTERS,
  MAX_FILE_USES,
  MAX_USED_CHARACTERS,
  type StorageAttempt,
} from '../protocol/component-protocol.ts'
import type { PathAccess } from '../../policy/path-pattern.ts'

/** Tells the host what was used, with the counts so far, and how often something else was. */
export type FileUseSink = (uses: readonly FileUse[], others: number) => void

type Counted = { -readonly [Key in keyof FileUse]: FileUse[Key] }

/**
 * What one instance was allowed to use, each path and access once however often.
 *
 * The first use is told at once: a guest that reads and then computes until it is killed leaves a trace. What it came to is told
 * at the end. An instance is made before its call is known, and may use nothing until then.
 */
export class CallFiles {
  readonly #uses = new Map<string, Counted>()
  #others = 0
  #sink: FileUseSink | null = null

  get hasCall(): boolean {
    return this.#sink !== null
  }

  /** From now on files are used in the name of a call. */
  attach(sink: FileUseSink): void {
    this.#sink = sink
  }

  add({ path, access }: Pick<StorageAttempt, 'path' | 'access'>): void {
    const known = this.#find(path, access)
    if (known !== undefined) known.count++
    else if (this.#uses.size < MAX_FILE_USES) this.#begin(path, access)
    else this.#others++
  }

  /** Counts what was read from a file or written to it. */
  addBytes(path: string, access: PathAccess, bytes: number): void {
    const use = this.#find(path, access)
    if (use !== undefined) use.bytes += bytes
  }

  /** Tells what all of it came to. */
  settle(): void {
    const grown = [...this.#uses.values()].filter(({ count, bytes }) => count > 1 || bytes > 0)
    if (grown.length > 0 || this.#others > 0) this.#tell(grown)
  }

  /** In as many messages as it takes. */
  #tell(uses: readonly FileUse[]): void {
    let told: FileUse[] = []
    let characters = 0
    for (const use of uses) {
      told.push(use)
      characters += use.path.length
      if (characters < MAX_USED_CHARACTERS) continue
      this.#sink?.(told, this.#others)
      told = []
      characters = 0
    }
    if (told.length > 0 || uses.length === 0) this.#sink?.(told, this.#others)
  }

  #find(path: string, access: PathAccess): Counted | undefined {
    return this.#uses.get(`${access} ${path}`)
  }

  #begin(path: string, access: PathAccess): void {
    const use = { path: path.slice(0, MAX_DENIED_CHARACTERS), access, count: 1, bytes: 0 }
    this.#uses.set(`${access} ${path}`, use)
    this.#sink?.([use], this.#others)
  }
}
