import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { describeError } from '#platform'

import { withMarked } from '../marked-part.ts'
import { Place } from './place.ts'
import { findPrograms } from './programs.ts'
import { TRIES, type Try } from './tries.ts'

const DOCUMENT = 'docs/interop.md'
const MARKS = ['<!-- table: written by `npm run interop -- --write` -->', '<!-- end of table -->'] as const
const CACHE = fileURLToPath(new URL('../../.cache/interop', import.meta.url))

// Lets the programs of others read what we write, and us what they write. `--programs` names a folder with `bin/` where they are or
// will be built, `--only` a part of what is tried; `--write` puts the table into the document.
const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: CACHE },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
})
const programs = await findPrograms(values.programs)
const rows: string[] = []
for (const one of TRIES.filter(({ program, does }) => `${program} ${does}`.includes(values.only))) {
  const failure = await failureOf(one)
  if (failure !== null) process.exitCode = 1
  console.error(
    `${failure === null ? 'works ' : 'FAILED'}  ${one.program}: ${one.does}${failure === null ? '' : `\n${failure}`}`,
  )
  const version = programs.versions[one.program] ?? ''
  rows.push(
    `| ${one.program} ${version} | ${one.does} | ${failure === null ? 'works' : '**does not work**'} |`,
  )
}
const table = ['| program | what | result |', '| --- | --- | --- |', ...rows].join('\n')
console.log(table)
if (values.write) await writeFile(DOCUMENT, withMarked(await readFile(DOCUMENT, 'utf8'), MARKS, table))

async function failureOf({ run }: Try): Promise<string | null> {
  await using place = await Place.open(programs)
  try {
    await run(place)
    return null
  } catch (error) {
    return describeError(error)
  }
}
