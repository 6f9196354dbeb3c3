import { once } from 'node:events'
import { glob } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Worker } from 'node:worker_threads'

import type { ScriptEnd } from './run-script.ts'

/** What the tests of the Component Model came to, and what has to be looked at. */
export interface CorpusReport {
  readonly table: string
  /** A line for each command that ended otherwise than its script says, or was refused. */
  readonly findings: readonly string[]
}

/** Runs the tests in a checkout of the Component Model's repository, a folder `test` of scripts. */
export async function runCorpus(checkout: string): Promise<CorpusReport> {
  const files = (await Array.fromAsync(glob(join(checkout, 'test/**/*.wast')))).toSorted()
  const counts = new Map<string, Record<ScriptEnd['kind'], number>>()
  const findings: string[] = []
  for (const file of files) {
    const name = relative(join(checkout, 'test'), file)
    const part = name.split('/')[0] ?? ''
    const count = counts.get(part) ?? { right: 0, refused: 0, taken: 0, wrong: 0, 'not tried': 0 }
    counts.set(part, count)
    for (const [index, end] of (await runScript(file)).entries()) {
      count[end.kind] += 1
      if ('why' in end) findings.push(`${end.kind} ${name} ${index + 1}: ${end.why}`)
    }
  }
  const rows = [...counts].map(
    ([part, count]) =>
      `| ${part} | ${count.right} | ${count.refused} | ${count.taken} | ${count.wrong} | ${count['not tried']} |`,
  )
  const head =
    '| part | as it has to be | refused with a reason | invalid and taken | otherwise | not tried |\n| --- | --- | --- | --- | --- | --- |'
  return { table: [head, ...rows].join('\n'), findings }
}

/** Each in a thread of its own: what one of them breaks in the tools stays broken. */
async function runScript(file: string): Promise<readonly ScriptEnd[]> {
  const worker = new Worker(new URL('run-script.ts', import.meta.url), {
    workerData: file,
    stderr: true,
    stdout: true,
  })
  const [ends]: readonly ScriptEnd[][] = await once(worker, 'message')
  await worker.terminate()
  return ends ?? []
}
