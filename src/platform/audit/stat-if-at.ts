import type { Stats } from 'node:fs'
import { type FileHandle, stat } from 'node:fs/promises'

/** What lies at a path now, if that is still the file that was opened; null when it was set aside or removed. */
export async function statIfAt(file: FileHandle, path: string): Promise<Stats | null> {
  const [opened, found] = await Promise.all([file.stat(), stat(path).catch(() => null)])
  return found !== null && opened.ino === found.ino && opened.dev === found.dev ? found : null
}
