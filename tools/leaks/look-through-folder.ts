import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

import { record } from './leak-record.ts'
import { LeakScanner } from './leak-scanner.ts'

/** Where values may lie: what a test puts there as a person would, and the product's own store of secrets. */
const MAY_HOLD = [
  /(?:^|\/)(?:secrets|keychain|\.docker)\//,
  /(?:^|\/)containers\/auth\.json$/,
  /(?:^|\/)docker-credential-[^/]+$/,
]

/** Components and what is made of them is nobody's output. */
const NOT_WRITTEN = /\.wasm$/

/** Larger is only what a test has made so on purpose, without anything in it. */
const MAX_BYTES = 32 * 2 ** 20

/** Looks through every file beneath a folder that is about to be removed. */
export async function lookThroughFolder(folder: string): Promise<void> {
  for await (const path of filesIn(folder)) {
    const name = relative(folder, path)
    if (NOT_WRITTEN.test(name) || MAY_HOLD.some((pattern) => pattern.test(name))) continue
    await lookThroughFile(path, name).catch(() => {})
  }
}

/** `recursive` of `readdir` would follow links, round in circles and out of the folder. Pipes would be read for ever. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(path)
    else if (entry.isFile()) yield path
  }
}

/** What cannot be read is nothing that anybody was shown. */
async function lookThroughFile(path: string, name: string): Promise<void> {
  const { size } = await stat(path)
  if (size > MAX_BYTES) return
  const scanner = new LeakScanner()
  const pieces: AsyncIterable<Uint8Array> = createReadStream(path)
  for await (const piece of pieces) {
    const excerpt = scanner.scan(piece)
    if (excerpt !== null) record({ kind: 'leak', where: `file ${name}`, excerpt })
  }
  record({ kind: 'looked', bytes: size })
}
