import { execFile, spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

import { ATTACKS } from './attacks.ts'
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
for (const node of [process.execPath, ...others]) runs.set(await versionOf(node), await runTests(node))
const table = printTable(ATTACKS, runs)
console.log(table)
if (values.write) await writeFile(DOCUMENT, withTable(await readFile(DOCUMENT, 'utf8'), table))
const attacks = ATTACKS.flatMap((group) => group.attacks)
const areAllStopped = [...runs].every(([version, ofNode]) =>
  attacks.every((attack) => verdictOn(attack, ofNode, version).isStopped),
)
process.exitCode = areAllStopped && gaps.length === 0 ? 0 : 1

async function versionOf(node: string): Promise<string> {
  const { stdout } = await promisify(execFile)(node, ['--print', 'process.versions.node'])
  return stdout.trim()
}

async function runTests(node: string): Promise<readonly TestRun[]> {
  // What the tests start by the name `node` has to be this one too.
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env['PATH'] ?? ''}` }
  const child = spawn(node, [RUN_TESTS], { stdio: ['ignore', 'pipe', 'inherit'], env })
  return parseTestRuns(await text(child.stdout))
}
