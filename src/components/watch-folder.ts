import { type FSWatcher, mkdirSync, watch } from 'node:fs'

/** Events of one change come in a burst; they are answered together. */
const QUIET_MS = 50

/** Calls `onChange` when something in a folder has changed. Returns what ends the watch. */
export function watchFolder(path: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | null = null
  const schedule = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(onChange, QUIET_MS)
    timer.unref()
  }
  const watcher = startWatching(path, schedule)
  return () => {
    if (timer !== null) clearTimeout(timer)
    watcher?.close()
  }
}

/** A folder that cannot be watched (read-only parent, no inotify left) is read once and that is all. */
function startWatching(path: string, listener: () => void): FSWatcher | null {
  try {
    mkdirSync(path, { recursive: true })
    return watch(path, { persistent: false }, listener).on('error', () => {})
  } catch {
    return null
  }
}
