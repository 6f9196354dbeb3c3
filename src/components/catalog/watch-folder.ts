import { type FSWatcher, statSync, watch } from 'node:fs'

/** Events of one change come in a burst; they are answered together. */
const QUIET_MS = 50

/** How often a folder that is not there yet, or not any more, is tried again. */
const RETRY_MS = 1_000

/** Calls `onChange` when something in a folder has changed. Returns what ends the watch. */
export function watchFolder(path: string, onChange: () => void): () => void {
  const watching = new FolderWatch(path, onChange)
  return () => watching.close()
}

class FolderWatch {
  readonly #path: string
  readonly #onChange: () => void
  #watcher: FSWatcher | null = null
  #identity: string | null = null
  #quiet: NodeJS.Timeout | null = null
  readonly #retry: NodeJS.Timeout

  constructor(path: string, onChange: () => void) {
    this.#path = path
    this.#onChange = onChange
    this.#start()
    this.#retry = setInterval(() => this.#startAgain(), RETRY_MS)
    this.#retry.unref()
  }

  close(): void {
    clearInterval(this.#retry)
    if (this.#quiet !== null) clearTimeout(this.#quiet)
    this.#watcher?.close()
  }

  #start(): void {
    this.#watcher?.close()
    this.#identity = identityOf(this.#path)
    this.#watcher = this.#identity === null ? null : startWatching(this.#path, () => this.#schedule())
  }

  /** A watch stays with a folder that was deleted; another one of the same name has to be watched anew. */
  #startAgain(): void {
    if (identityOf(this.#path) === this.#identity) return
    this.#start()
    this.#schedule()
  }

  #schedule(): void {
    if (this.#quiet !== null) clearTimeout(this.#quiet)
    this.#quiet = setTimeout(this.#onChange, QUIET_MS)
    this.#quiet.unref()
  }
}

/** The number of a deleted folder is given to the next one: the time when it was made tells them apart. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino, birthtimeNs } = statSync(path, { bigint: true })
    return [dev, ino, birthtimeNs].join(':')
  } catch {
    return null
  }
}

/** A folder that cannot be watched (no inotify left) is read once and that is all. */
function startWatching(path: string, listener: () => void): FSWatcher | null {
  try {
    return watch(path, { persistent: false }, listener).on('error', () => {})
  } catch {
    return null
  }
}
