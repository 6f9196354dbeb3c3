import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

import { LeakScanner } from './leak-scanner.ts'

/** Names the folder in which the processes of a test run write down what they found. */
export const LEAK_FOLDER_VARIABLE = 'WASSETTE_TEST_LEAKS'

/** What a test process says: a value that it plants, something that it looked through, or a planted value that it found there. */
export type LeakRecord =
  | { readonly kind: 'planted' }
  | { readonly kind: 'looked'; readonly bytes: number }
  | { readonly kind: 'leak'; readonly where: string; readonly excerpt: string }

/** Writes down a record, where a test run wants it: a single test that is run by hand does without. */
export function record(entry: LeakRecord): void {
  const folder = process.env[LEAK_FOLDER_VARIABLE]
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(entry)}\n`)
}

/** Looks through something that the product has written, and records what it finds. */
export function lookAt(where: string, written: Uint8Array | string): void {
  const excerpt = new LeakScanner().scan(written)
  if (excerpt !== null) record({ kind: 'leak', where, excerpt })
  record({ kind: 'looked', bytes: written.length })
}
