import { fstatSync, type Stats, statSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'

/**
 * What lies at a path now, if that is still the file that was opened; null when it was set aside or removed.
 *
 * Synchronous, because it is asked for each entry: a round trip to Node's threads takes many times as long.
 */
export function statIfAt(file: FileHandle, path: string): Stats | null {
  const [opened, found] = [fstatSync(file.fd), statSync(path, { throwIfNoEntry: false })]
  return found !== undefined && opened.ino === found.ino && opened.dev === found.dev ? found : null
}
