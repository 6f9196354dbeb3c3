import { readFile, writeFile } from 'node:fs/promises'

import { findViolations } from './check.ts'
import { withPicture } from './picture.ts'
import { readImports } from './read-imports.ts'

const DOCUMENT = 'docs/architecture.md'

const edges = await readImports('src')
const problems = [...findViolations(edges)]
const document = await readFile(DOCUMENT, 'utf8')
const drawn = withPicture(document, edges)
if (process.argv.includes('--write')) await writeFile(DOCUMENT, drawn)
else if (drawn !== document) problems.push(`The picture in ${DOCUMENT} is stale: run npm run architecture`)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
