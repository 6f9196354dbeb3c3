import { join } from 'node:path'
import { parseArgs } from 'node:util'

import type { Question } from './question.ts'
import { QUESTIONS } from './questions/index.ts'
import { formatTable } from './report/format-table.ts'
import { describeMachine, formatMachine } from './report/machine.ts'
import { type Answer, writeReport } from './report/report.ts'
import { summarize } from './report/summarize.ts'
import { Scratch } from './scratch.ts'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
})

/** Asks every question, prints each answer as a table, and writes all of them to one JSON file. */
async function bench(): Promise<void> {
  const [startedAt, machine] = [new Date(), describeMachine()]
  console.log(formatMachine(machine))
  const questions: Answer[] = []
  await using scratch = await Scratch.create()
  for (const question of chosenQuestions(flags.only)) questions.push(await ask(question, scratch))
  const timestamp = startedAt.toISOString()
  const path = flags.out ?? join(import.meta.dirname, 'results', `${timestamp.replaceAll(':', '-')}.json`)
  await writeReport(path, { timestamp, quick: flags.quick, machine, questions })
  console.log(`\nWritten to ${path} after ${Math.round((Date.now() - startedAt.getTime()) / 1000)} s`)
}

function chosenQuestions(names: readonly string[] | undefined): readonly Question[] {
  const unknown = names?.find((name) => !QUESTIONS.some((question) => question.name === name))
  if (unknown === undefined) return QUESTIONS.filter(({ name }) => names?.includes(name) ?? true)
  throw new Error(`No question is named '${unknown}', but ${QUESTIONS.map(({ name }) => name).join(', ')}`)
}

async function ask({ name, asks, answer }: Question, scratch: Scratch): Promise<Answer> {
  console.log(`\n${name}: ${asks}`)
  const notes: string[] = []
  const measured = await answer({ quick: flags.quick, scratch, note: (text) => notes.push(text) })
  const rows = measured.map(summarize)
  console.log(formatTable(rows))
  for (const text of notes) console.log(`  ${text}`)
  return { name, asks, notes, rows }
}

await bench()
