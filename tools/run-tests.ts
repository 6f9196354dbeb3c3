import { once } from 'node:events'
import { glob, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

import { LEAK_FOLDER_VARIABLE } from './leaks/leak-record.ts'
import { readLeakReport } from './leaks/leak-report.ts'
import { LeakScanner } from './leaks/leak-scanner.ts'

/** A test that takes longer hangs. */
const TEST_TIMEOUT_MS = 300_000

// Runs the test files that the arguments name, all of them by default. Fails too when the product has written a secret that a test
// has planted, be it into an output, a log or a file.
const patterns = process.argv.length > 2 ? process.argv.slice(2) : ['test/**/*.test.ts']
const files = (await Array.fromAsync(glob(patterns))).toSorted()
if (files.length === 0) throw new Error(`No test file fits ${patterns.join(', ')}`)

// The same commit gets the same verdict twice: fresh inputs are for `npm run fuzz` and for a developer's own runs.
const isCi = process.env['CI'] === 'true'
const seeded = { FUZZ_SEED: '1', FUZZ_RUNS: '100' }
const preload = (file: string): readonly string[] => ['--import', new URL(file, import.meta.url).href]
const leakFolder = await mkdtemp(join(tmpdir(), 'wassette-leaks-'))

const counts = { passed: 0, failed: 0, skipped: 0 }
const printed: string[] = []
const events = run({
  files,
  concurrency: 2,
  timeout: TEST_TIMEOUT_MS,
  execArgv: [
    '--conditions=wassette-source',
    ...preload('leaks/watch-outputs.ts'),
    ...(isCi ? preload('fuzz/configure.ts') : []),
  ],
  env: { ...process.env, [LEAK_FOLDER_VARIABLE]: leakFolder, ...(isCi ? seeded : {}) },
})
events.on('test:fail', ({ details }) => {
  if (details.type !== 'suite') counts.failed++
})
events.on('test:pass', ({ details, skip, todo }) => {
  if (details.type === 'suite') return
  if (skip === undefined && todo === undefined) counts.passed++
  else counts.skipped++
})
for (const stream of ['test:stdout', 'test:stderr'] as const) {
  events.on(stream, ({ file, message }) => {
    const excerpt = new LeakScanner().scan(message)
    if (excerpt !== null) printed.push(`output of ${file}: ${JSON.stringify(excerpt)}`)
  })
}
const report = events.compose(spec)
report.pipe(process.stdout)
await once(report, 'end')
const { passed, failed, skipped } = counts
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
const { planted, looked, bytes, leaks } = await readLeakReport(leakFolder)
await rm(leakFolder, { recursive: true })
console.log(
  `${planted} values planted, looked for in ${looked} outputs and files of ${Math.round(bytes / 2 ** 20)} MiB`,
)
for (const leak of [...leaks, ...printed]) console.error(`A planted value was written to ${leak}`)
// A test that CI skips is a test that nobody runs.
const skipsCount = isCi && skipped > 0
const isGood = failed === 0 && passed > 0 && !skipsCount && leaks.length === 0 && printed.length === 0
process.exitCode = isGood ? 0 : 1
