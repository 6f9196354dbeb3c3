import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

import { ATTACKS } from './attacks.ts'
import { BystanderReport } from './bystanders/bystander-report.ts'
import { BYSTANDERS_FOLDER_VARIABLE } from './bystanders/observation.ts'
import { isNoticed, printBystanders } from './bystanders/print-bystanders.ts'
import { findGaps } from './find-gaps.ts'
import { findNode } from './find-node.ts'
import { printTable, withTable } from './table.ts'
import { parseTestRuns, type TestRun } from './test-run.ts'
import { verdictOn } from './verdict.ts'

const DOCUMENT = 'docs/security.md'
const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url))
const RUN_TESTS = fileURLToPath(new URL('run-tests.ts', import.meta.url))

// Tries every attack with the Node that runs this and with those of `--node`, a path or a version; `--write` puts the table into the
// document.
const { values } = parseArgs({
  options: {
    node: { type: 'string', multiple: true, default: [] },
    write: { type: 'boolean', default: false },
  },
})
await mkdir(CACHE, { recursive: true })
const others = await Promise.all(values.node.map((wanted) => findNode(wanted, CACHE)))
const gaps = await findGaps(ATTACKS)
for (const gap of gaps) console.error(gap)
const runs = new Map<string, readonly TestRun[]>()
const reports: BystanderReport[] = []
for (const node of [process.execPath, ...others]) {
  const folder = await mkdtemp(join(tmpdir(), 'wassette-bystanders-'))
  runs.set(await versionOf(node), await runTests(node, folder))
  reports.push(await BystanderReport.read(folder))
  await rm(folder, { recursive: true })
}
const table = printTable(ATTACKS, runs)
console.log(table)
if (values.write) await writeFile(DOCUMENT, withTable(await readFile(DOCUMENT, 'utf8'), table))
const attacks = ATTACKS.flatMap((group) => group.attacks)
console.log(printBystanders(attacks, reports))
const areAllStopped = [...runs].every(([version, ofNode]) =>
  attacks.every((attack) => verdictOn(attack, ofNode, version).isStopped),
)
const areSomeNoticed = reports.some((report) => attacks.some((attack) => isNoticed(report.of(attack))))
process.exitCode = areAllStopped && !areSomeNoticed && gaps.length === 0 ? 0 : 1

async function versionOf(node: string): Promise<string> {
  const { stdout } = await promisify(execFile)(node, ['--print', 'process.versions.node'])
  return stdout.trim()
}

/** Runs the tests, whose processes write down in a folder what others noticed. */
async function runTests(node: string, bystanders: string): Promise<readonly TestRun[]> {
  // What the tests start by the name `node` has to be this one too.
  const path = `${dirname(node)}:${process.env['PATH'] ?? ''}`
  const env = { ...process.env, PATH: path, [BYSTANDERS_FOLDER_VARIABLE]: bystanders }
  const child = spawn(node, [RUN_TESTS], { stdio: ['ignore', 'pipe', 'inherit'], env })
  return parseTestRuns(await text(child.stdout))
}
