import { readdirSync } from 'node:fs'

/** More files than a folder may have for its links to be looked for: half a second's work. */
const MAX_ENTRIES = 100_000

const SLASH = Buffer.from('/')

/** Whether there is a link anywhere in a folder, or too much to say that there is none. */
export function hasLink(folder: string): boolean {
  const pending = [Buffer.from(folder)]
  let left = MAX_ENTRIES
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    // Linux lets names be any bytes.
    const entries = readdirSync(path, { encoding: 'buffer', withFileTypes: true })
    left -= entries.length
    if (left < 0 || entries.some((entry) => entry.isSymbolicLink())) return true
    for (const entry of entries) {
      if (entry.isDirectory()) pending.push(Buffer.concat([path, SLASH, entry.name]))
    }
  }
  return false
}
