import { readFile, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'

import { lookAt } from './leak-record.ts'

/** Where values may lie: what a test puts there as a person would, and the product's own store of secrets. */
const MAY_HOLD = [
  /(?:^|\/)(?:secrets|keychain|\.docker)\//,
  /(?:^|\/)containers\/auth\.json$/,
  /(?:^|\/)docker-credential-[^/]+$/,
]

/** Components and what is made of them is nobody's output. */
const NOT_WRITTEN = /\.wasm$/

/** Looks through every file beneath a folder that is about to be removed. */
export async function lookThroughFolder(folder: string): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of found) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    // A pipe would be read for ever.
    if (!entry.isFile() || NOT_WRITTEN.test(name) || MAY_HOLD.some((pattern) => pattern.test(name))) continue
    const bytes = await readFile(path).catch(() => null)
    if (bytes !== null) lookAt(`file ${name}`, bytes)
  }
}
