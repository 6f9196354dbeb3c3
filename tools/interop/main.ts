import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { describeError } from '#platform'

import { withMarked } from '../marked-part.ts'
import { runCorpus } from './corpus/run-corpus.ts'
import { Place } from './place.ts'
import { findPrograms, type Programs } from './programs.ts'
import { TRIES, type Try } from './tries.ts'
import { runValues } from './values/run-values.ts'

const DOCUMENT = 'docs/interop.md'
const MARKS = ['<!-- table: written by `npm run interop -- --write` -->', '<!-- end of table -->'] as const
const CORPUS_MARKS = [
  '<!-- corpus: written by `npm run interop -- --corpus PATH --write` -->',
  '<!-- end of corpus -->',
] as const
const VALUES_MARKS = [
  '<!-- values: written by `npm run interop -- --values --write` -->',
  '<!-- end of values -->',
] as const
const CACHE = fileURLToPath(new URL('../../.cache/interop', import.meta.url))

// Lets the programs of others read what we write, and us what they write. `--programs` names a folder with `bin/` where they are or
// will be built, `--only` a part of what is tried; `--write` puts the table into the document. `--corpus` names a checkout of the Component
// Model's repository, whose tests are run instead, `--values` gives the values of the matrix to wasmtime.
const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: CACHE },
    corpus: { type: 'string' },
    values: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
if (values.corpus !== undefined) await tryCorpus(values.corpus)
else if (values.values) await tryValues()
else await tryPrograms()

async function tryPrograms(): Promise<void> {
  const programs = await findPrograms(values.programs)
  const rows: string[] = []
  for (const one of TRIES.filter(({ program, does }) => `${program} ${does}`.includes(values.only))) {
    const failure = await failureOf(one, programs)
    if (failure !== null) process.exitCode = 1
    console.error(
      `${failure === null ? 'works ' : 'FAILED'}  ${one.program}: ${one.does}${failure === null ? '' : `\n${failure}`}`,
    )
    const version = programs.versions[one.program] ?? ''
    rows.push(
      `| ${one.program} ${version} | ${one.does} | ${failure === null ? 'works' : '**does not work**'} |`,
    )
  }
  await show(['| program | what | result |', '| --- | --- | --- |', ...rows].join('\n'), MARKS)
}

async function tryCorpus(checkout: string): Promise<void> {
  const { table, findings } = await runCorpus(checkout)
  for (const finding of findings) console.error(finding)
  await show(table, CORPUS_MARKS)
}

async function tryValues(): Promise<void> {
  await mkdir(values.programs, { recursive: true })
  const { table, differences } = await runValues(values.programs)
  for (const difference of differences) console.error(difference)
  if (differences.length > 0) process.exitCode = 1
  await show(table, VALUES_MARKS)
}

async function show(table: string, marks: readonly [string, string]): Promise<void> {
  console.log(table)
  if (values.write) await writeFile(DOCUMENT, withMarked(await readFile(DOCUMENT, 'utf8'), marks, table))
}

async function failureOf({ run }: Try, programs: Programs): Promise<string | null> {
  await using place = await Place.open(programs)
  try {
    await run(place)
    return null
  } catch (error) {
    return describeError(error)
  }
}
