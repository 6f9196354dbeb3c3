import { join, relative } from 'node:path'
import { run } from 'node:test'
import { inspect } from 'node:util'

import { ATTACKS } from './attacks.ts'
import { BYSTANDERS_FOLDER_VARIABLE } from './bystanders/observation.ts'
import { watchLoop } from './bystanders/watch-loop.ts'
import { titlePattern } from './test-titles.ts'
import type { TestRun } from './test-run.ts'

/** A test that takes longer hangs. */
const TEST_TIMEOUT_MS = 300_000

// Runs the tests of every attack with the Node that runs this, and prints each as a line of JSON. It does next to nothing in the meantime,
// and tells by that how quiet the machine is.
watchLoop(join(process.env[BYSTANDERS_FOLDER_VARIABLE] ?? '', 'idle.jsonl'))
const tests = ATTACKS.flatMap(({ attacks }) => attacks).flatMap((attack) => attack.tests)
const events = run({
  files: [...new Set(tests.map(({ file }) => file))],
  concurrency: 2,
  timeout: TEST_TIMEOUT_MS,
  execArgv: ['--conditions=wassette-source', '--import', import.meta.resolve('./bystanders/watch-tests.ts')],
  testNamePatterns: tests.map(({ title }) => titlePattern(title)),
})
/** The suites that are open in a file, from the outermost on. */
const open = new Map<string, string[]>()
events.on('test:start', ({ name, nesting, file = '' }) => {
  open.set(file, [...(open.get(file) ?? []).slice(0, nesting), name])
})
events.on('test:pass', ({ name, nesting, file = '', details }) => {
  if (details.type !== 'suite') print(file, { name, nesting, hasPassed: true })
})
events.on('test:fail', ({ name, nesting, file = '', details }) => {
  if (details.type === 'suite') return
  print(file, { name, nesting, hasPassed: false })
  console.error(`${relative('', file)}: ${name}\n${inspect(details.error.cause)}\n`)
})
for await (const _event of events);

interface EndedTest extends Pick<TestRun, 'name' | 'hasPassed'> {
  readonly nesting: number
}

function print(file: string, { name, nesting, hasPassed }: EndedTest): void {
  const suite = (open.get(file) ?? []).slice(0, nesting).join(' ')
  const testRun: TestRun = { file: relative('', file), name, suite, hasPassed }
  console.log(JSON.stringify(testRun))
}
