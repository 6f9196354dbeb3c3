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

// Runs the files with property tests in turn, each time with a fresh seed, until the time is over or an input fails.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string' },
  },
})
const files = positionals.length > 0 ? positionals : await propertyTests()
const end = Date.now() + Number(values.minutes) * MS_PER_MINUTE
let turns = 0
for (; Date.now() < end && process.exitCode === undefined; turns++) {
  const file = files[turns % files.length] ?? ''
  const seed = values.seed ?? String(randomInt(SEEDS))
  const again = `--seed ${seed} --runs ${values.runs} ${file}`
  console.log(again)
  if (await holds(file, seed)) continue
  console.log(`Failed, to be tried again with: npm run fuzz -- ${again}`)
  process.exitCode = 1
}
console.log(`${turns} turns through ${files.length} files`)

/** Whether every property of a file holds; prints the failing input where one does not. */
async function holds(file: string, seed: string): Promise<boolean> {
  const env = { ...process.env, FUZZ_SEED: seed, FUZZ_RUNS: values.runs }
  const args = ['--conditions=wassette-source', '--import', CONFIGURE, '--test-reporter=spec', file]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (exitCode !== 0) console.log(output)
  return exitCode === 0
}
