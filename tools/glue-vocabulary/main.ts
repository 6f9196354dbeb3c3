import { readFile, writeFile } from 'node:fs/promises'

import { createWasiImports } from '../../src/sandbox/guest-process/wasi/index.ts'
import { corpus } from './corpus.ts'
import { generatorTexts, mendTexts } from './generator-words.ts'
import { collectVocabulary } from './collect-vocabulary.ts'
import { printVocabulary } from './print-vocabulary.ts'

// Writes what the pinned generator writes into the list that its output is checked against; fails when that is stale.

const FILE = new URL('../../src/sandbox/prepare/glue-check/pinned-vocabulary.ts', import.meta.url)

const glue: string[] = []
for await (const one of corpus()) glue.push(one.glue)
/** What an import is looked up as. */
const keys = Object.keys(createWasiImports({ environment: [], arguments: [], writeOutput: () => {} }))

const text = printVocabulary(
  collectVocabulary(glue, [...(await generatorTexts()), ...(await mendTexts()), ...keys]),
)
if (process.argv.includes('--write')) await writeFile(FILE, text)
else if ((await readFile(FILE, 'utf8')) !== text) {
  console.error('The list is stale: npm run glue-vocabulary -- --write, and read the difference')
  process.exitCode = 1
}
