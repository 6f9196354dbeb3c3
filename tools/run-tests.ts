import { glob } from 'node:fs/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

/** A test that takes longer hangs. */
const TEST_TIMEOUT_MS = 300_000

// Runs the test files that the arguments name, all of them by default.
const patterns = process.argv.length > 2 ? process.argv.slice(2) : ['test/**/*.test.ts']
const found = await Array.fromAsync(glob(patterns))
const files = found.filter((path) => path.endsWith('.test.ts')).toSorted()
if (files.length === 0) throw new Error(`No test file fits ${patterns.join(', ')}`)

// The same commit gets the same verdict twice: fresh inputs are for `npm run fuzz` and for a developer's own runs.
const isCi = process.env['CI'] === 'true'
const seeded = { FUZZ_SEED: '1', FUZZ_RUNS: '100' }
const CONFIGURE = new URL('fuzz/configure.ts', import.meta.url).href

const counts = { passed: 0, failed: 0, skipped: 0 }
const events = run({
  files,
  concurrency: 2,
  timeout: TEST_TIMEOUT_MS,
  execArgv: ['--conditions=wassette-source', ...(isCi ? ['--import', CONFIGURE] : [])],
  env: { ...process.env, ...(isCi ? seeded : {}) },
})
events.on('test:fail', ({ details }) => {
  if (details.type !== 'suite') counts.failed++
})
events.on('test:pass', ({ details, skip, todo }) => {
  if (details.type === 'suite') return
  if (skip === undefined && todo === undefined) counts.passed++
  else counts.skipped++
})
events.on('end', () => {
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  // A test that CI skips is a test that nobody runs.
  const skipsCount = isCi && counts.skipped > 0
  process.exitCode = counts.failed > 0 || counts.passed === 0 || skipsCount ? 1 : 0
})
events.compose(spec).pipe(process.stdout)
