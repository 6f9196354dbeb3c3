import { FileError } from './error-code.ts'

/** As many files, folders and listings can one instance keep open. */
const MAX_OPEN = 256

/** What one instance keeps open; all of it is closed when the instance is thrown away. */
export class OpenTable {
  readonly #open = new Set<Disposable>()
  #closed = false

  constructor(ended: AbortSignal | undefined) {
    if (ended?.aborted === true) this.#closed = true
    ended?.addEventListener('abort', () => this.#closeAll(), { once: true })
  }

  /** Keeps what `open` opens. @throws FileError `quota` when the instance keeps too much open */
  add<Item extends Disposable>(open: () => Item): Item {
    // An instance that was thrown away can still be in the middle of an operation.
    if (this.#closed) throw new FileError('bad-descriptor')
    // Open descriptors are shared by all calls of the process: one must not use them up.
    if (this.#open.size >= MAX_OPEN) throw new FileError('quota')
    const item = open()
    this.#open.add(item)
    return item
  }

  close(item: Disposable): void {
    if (this.#open.delete(item)) item[Symbol.dispose]()
  }

  #closeAll(): void {
    this.#closed = true
    for (const item of this.#open) this.close(item)
  }
}
