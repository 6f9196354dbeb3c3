import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import type { LeakRecord } from './leak-record.ts'

/** What came of looking for planted values. */
export interface LeakReport {
  readonly planted: number
  /** Outputs, log lines and files that were looked through, and how large they were. */
  readonly looked: number
  readonly bytes: number
  /** Where a planted value stood, with what stood around it. */
  readonly leaks: readonly string[]
}

const RECORD: z.ZodType<LeakRecord> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('planted') }),
  z.object({ kind: z.literal('looked'), bytes: z.number() }),
  z.object({ kind: z.literal('leak'), where: z.string(), excerpt: z.string() }),
])

/** Reads what the processes of a test run have recorded. */
export async function readLeakReport(folder: string): Promise<LeakReport> {
  const names = await readdir(folder)
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const records = texts
    .flatMap((text) => text.trimEnd().split('\n'))
    .map((line) => RECORD.parse(JSON.parse(line)))
  const looked = records.filter((entry) => entry.kind === 'looked')
  const leaks = records.filter((entry) => entry.kind === 'leak')
  return {
    planted: records.filter(({ kind }) => kind === 'planted').length,
    looked: looked.length,
    bytes: looked.reduce((sum, { bytes }) => sum + bytes, 0),
    leaks: [...new Set(leaks.map(({ where, excerpt }) => `${where}: ${JSON.stringify(excerpt)}`))],
  }
}
