import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import type { Machine } from './machine.ts'
import type { Row } from './summarize.ts'

/** The answer to one question. */
export interface Answer {
  readonly name: string
  readonly asks: string
  readonly notes: readonly string[]
  readonly rows: readonly Row[]
}

/** Everything one run found out: the form of the JSON file. */
export interface Report {
  /** In ISO 8601, when the run began. */
  readonly timestamp: string
  readonly quick: boolean
  readonly machine: Machine
  readonly questions: readonly Answer[]
}

/** Writes a report as JSON. */
export async function writeReport(path: string, report: Report): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`)
}
