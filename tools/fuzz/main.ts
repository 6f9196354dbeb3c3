import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { propertyTests } from './property-tests.ts'

const CONFIGURE = fileURLToPath(new URL('configure.ts', import.meta.url))

/** fast-check takes seeds of 32 bits. */
const SEEDS = 2 ** 31

const MS_PER_MINUTE = 60_000

// Runs the property tests again and again, each round with a fresh seed, until the time is over or an input fails.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string' },
  },
})
const files = await propertyTests()
const end = Date.now() + Number(values.minutes) * MS_PER_MINUTE
console.log(`${files.length} files with properties, ${values.runs} runs of each property a round`)
do {
  const seed = values.seed ?? String(randomInt(SEEDS))
  console.log(`seed ${seed}`)
  if (!(await holds(seed))) {
    console.log(`Failed, to be tried again with: npm run fuzz -- --seed ${seed} --runs ${values.runs}`)
    process.exitCode = 1
  }
} while (process.exitCode === undefined && values.seed === undefined && Date.now() < end)

/** Whether every property holds; prints the failing input where one does not. */
async function holds(seed: string): Promise<boolean> {
  const args = [
    '--conditions=wassette-source',
    '--import',
    CONFIGURE,
    '--test',
    '--test-reporter=dot',
    ...files,
  ]
  const env = { ...process.env, FUZZ_SEED: seed, FUZZ_RUNS: values.runs }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (exitCode !== 0) console.log(output)
  return exitCode === 0
}
